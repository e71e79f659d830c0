-- name: channels :many
-- With the number of messages that others sent since the channel was last read.
SELECT channel.*, draft.text AS draft, count(message.id) AS unread, max(message.sent_at) AS latest
FROM channel JOIN membership ON membership.channel_id = channel.id AND membership.user_id = :me
LEFT JOIN message
  ON message.channel_id = channel.id AND message.sent_at > membership.last_read_at AND message.author <> :me
LEFT JOIN draft ON draft.channel_id = channel.id
GROUP BY channel.id ORDER BY latest DESC, channel.id;

-- name: totalUnread :one
SELECT count(*) FROM message JOIN membership USING (channel_id)
WHERE membership.user_id = :me AND message.sent_at > membership.last_read_at AND message.author <> :me;
