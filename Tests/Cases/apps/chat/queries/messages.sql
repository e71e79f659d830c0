-- name: window :many
-- A page of a channel, newest first, before a message.
SELECT message.*, quoted.* FROM message LEFT JOIN message AS quoted ON quoted.id = message.reply_to
WHERE message.channel_id = :channelId AND (message.sent_at, message.id) < (:beforeAt, :beforeId)
ORDER BY message.sent_at DESC, message.id DESC LIMIT :count;

-- name: message :one
SELECT * FROM message WHERE id = :id;

-- name: draft :one
SELECT text FROM draft WHERE channel_id = :channelId;
