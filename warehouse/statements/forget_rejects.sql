update raw.reject set received = '' where received <> ''
