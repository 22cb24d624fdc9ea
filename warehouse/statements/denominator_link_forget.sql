delete from core.denominator_link
where marker_id = $marker_id and product = $product and segment = $segment
