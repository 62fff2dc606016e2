-- :nation string GERMANY
-- :fraction decimal(15,10) 0.0001
WITH stock AS (
  SELECT ps_partkey, ps_supplycost * ps_availqty AS value
  FROM partsupp
  JOIN supplier ON s_suppkey = ps_suppkey
  JOIN nation ON n_nationkey = s_nationkey
  WHERE n_name = :nation)
SELECT ps_partkey, sum(value) AS value
FROM stock
GROUP BY ps_partkey
HAVING sum(value) > (SELECT sum(value) * :fraction FROM stock)
ORDER BY value DESC
