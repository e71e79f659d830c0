-- name: buySeats :mutation
-- Only the server's own job may.
-- allow: :actor = 'billing'
INSERT INTO plan (user_id, seats) VALUES (:userId, :seats)
ON CONFLICT (user_id) DO UPDATE SET seats = excluded.seats;

-- name: invite :mutation
-- handler: after
INSERT INTO invitation (id, email, inviter) VALUES (:id, :email, :actor);

-- name: inviteColleague :mutation
-- handler: before
-- require noPlan: EXISTS (SELECT 1 FROM plan WHERE user_id = :actor)
INSERT INTO invitation (id, email, inviter) VALUES (:id, :email, :actor);

-- name: accept :mutation
-- allow: EXISTS (SELECT 1 FROM invitation WHERE id = :id AND email = :actor)
-- require notAccepted: NOT (SELECT accepted FROM invitation WHERE id = :id)
UPDATE invitation SET accepted = 1 WHERE id = :id;

-- name: withdraw :mutation
-- allow: EXISTS (SELECT 1 FROM invitation WHERE id = :id AND inviter = :actor)
DELETE FROM invitation WHERE id = :id;

-- name: useSeat :mutation
-- For handlers only.
-- allow: false
UPDATE plan SET seats = seats - 1 WHERE user_id = :userId;

-- name: tidyUp :mutation
-- Withdraws what was never accepted: which of them, the server decides.
-- handler: instead
-- allow: :actor = 'cron'
-- param domains: [String]
