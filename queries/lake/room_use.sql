-- One row per use of a room, with the academic year it belongs to: 2025 is 2025/26, from September to August.
SELECT t.*,
       CASE WHEN EXTRACT(MONTH FROM t.used_on) >= 9 THEN EXTRACT(YEAR FROM t.used_on)
            ELSE EXTRACT(YEAR FROM t.used_on) - 1 END AS academic_year
FROM room_use t
ORDER BY t.used_on, t.source_id, t.source_row
