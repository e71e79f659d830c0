-- name: sendMessage :mutation
-- allow: EXISTS (SELECT 1 FROM membership WHERE channel_id = :channelId AND user_id = :actor)
INSERT INTO message (id, channel_id, author, text, reply_to, attachments, sent_at)
VALUES (:id, :channelId, :actor, :text, :replyTo, :attachments, :committedAt);

-- name: editMessage :mutation
-- Within 15 minutes by the server's clock, by the author.
-- allow: EXISTS (SELECT 1 FROM message WHERE id = :id AND author = :actor AND sent_at > :now - 900000)
UPDATE message SET text = :text, edited_at = :now WHERE id = :id;

-- name: deleteMessage :mutation
-- allow: EXISTS (SELECT 1 FROM message WHERE id = :id AND author = :actor)
UPDATE message SET text = '', deleted_at = :now WHERE id = :id;

-- name: report :mutation
-- Tells the moderators; the app's code on the server sends the mail.
-- allow: true
-- handler: after
INSERT INTO moderation (id, message_id, reporter, reason) VALUES (:id, :messageId, :actor, :reason);

-- name: saveDraft :mutation
-- This device only.
INSERT INTO draft (channel_id, text) VALUES (:channelId, :text)
ON CONFLICT (channel_id) DO UPDATE SET text = excluded.text;

-- name: clearDraft :mutation
-- `client.mutate([.sendMessage(…), .clearDraft(…)])` does both at once.
DELETE FROM draft WHERE channel_id = :channelId;
