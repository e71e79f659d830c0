-- name: add :mutation
INSERT INTO sample (id, whole, real, text, blob, a_whole, a_real, a_text, a_blob)
VALUES (:id, :whole, :real, :text, :blob, :aWhole, :aReal, :aText, :aBlob);

-- name: replaceBlob :mutation
UPDATE sample SET blob = :blob, a_blob = :aBlob WHERE id = :id;
