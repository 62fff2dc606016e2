-- :start date 1994-01-01
-- :discount decimal(15,2) 0.06
-- :quantity integer 24
SELECT sum(l_extendedprice * l_discount) AS revenue
FROM lineitem
WHERE l_shipdate >= :start AND l_shipdate < :start + INTERVAL '1' YEAR
  AND l_discount BETWEEN :discount - 0.01 AND :discount + 0.01
  AND l_quantity < :quantity
