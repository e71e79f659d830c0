-- name: issues :many
-- Every issue, oldest first.
SELECT * FROM issue ORDER BY created_at, id;

-- name: issue :one
-- One issue.
SELECT * FROM issue WHERE id = :id;

-- name: issuesByStatus :many
-- The issues in one status, oldest first.
-- silence: full-scan, the three statuses divide some hundred issues
SELECT * FROM issue WHERE status = :status ORDER BY created_at, id;

-- name: issueCounts :many
-- How many issues there are in each status that has any.
SELECT status, count(*) AS count FROM issue GROUP BY status ORDER BY status;
