-- name: echo :one
-- param value: Int?
SELECT :value AS value;

-- name: time :one
-- param at: Date
SELECT :at AS at;

-- name: sized :one
-- param numbers: [Int]
SELECT count(*) AS count FROM json_each(:numbers);

-- name: raw :many
-- param since: Int
SELECT id FROM post WHERE at > :since ORDER BY at, id;
