-- name: createChannel :mutation
-- allow: true
-- require nameTaken: NOT EXISTS (SELECT 1 FROM channel WHERE name = :name)
INSERT INTO channel (id, name) VALUES (:id, :name);
INSERT INTO membership (channel_id, user_id) VALUES (:id, :actor);

-- name: join :mutation
-- allow: true
INSERT INTO membership (channel_id, user_id, last_read_at) VALUES (:channelId, :actor, :committedAt)
ON CONFLICT DO NOTHING;

-- name: markRead :mutation
-- Never moves back, in whatever order devices say it.
-- allow: true
UPDATE membership SET last_read_at = max(last_read_at, :upTo) WHERE channel_id = :channelId AND user_id = :actor;
