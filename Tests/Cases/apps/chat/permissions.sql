-- name: channel :read
-- scope: id
SELECT channel_id FROM membership WHERE user_id = :actor;

-- name: membership :read
-- scope: channel_id
SELECT channel_id FROM membership WHERE user_id = :actor;

-- name: message :read
-- scope: channel_id
SELECT channel_id FROM membership WHERE user_id = :actor;
