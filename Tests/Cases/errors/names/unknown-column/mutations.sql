-- name: renameIssue :mutation
UPDATE issue SET titel = :title WHERE id = :id;

-- name: reassign :mutation
UPDATE issue SET owner = :owner WHERE issue.idd = :id;
