select fingerprint from core.definition where definition_kind = $definition_kind
