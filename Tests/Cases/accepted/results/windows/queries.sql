-- name: ranking :many
SELECT player, game, points, rank() OVER (ORDER BY points DESC) AS rank, row_number() OVER w AS number,
       lag(points) OVER w AS before, lead(points, 1, 0) OVER w AS after, ntile(4) OVER w AS quarter,
       sum(points) OVER (PARTITION BY player ORDER BY game ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS recent,
       first_value(game) OVER w AS first, percent_rank() OVER w AS share, count(*) OVER () AS games
FROM score WINDOW w AS (PARTITION BY player ORDER BY game) ORDER BY rank, player, game;
