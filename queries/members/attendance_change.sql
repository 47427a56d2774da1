-- One row per period, programme of one-to-one support (and all together), window and child with marks on both sides (part
-- children).
SELECT s.period, s.intervention, w.window_name AS support_window, 'children' AS part, s.pupil_id
FROM support_start s
JOIN window_compared w ON w.start_date = s.start_date AND w.pupil_id = s.pupil_id
ORDER BY s.period, s.intervention, support_window, s.pupil_id
