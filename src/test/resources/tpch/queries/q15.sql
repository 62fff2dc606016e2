-- :start date 1996-01-01
CREATE TEMPORARY VIEW revenue AS
SELECT l_suppkey AS supplier_no, sum(l_extendedprice * (1 - l_discount)) AS total_revenue
FROM lineitem
WHERE l_shipdate >= :start AND l_shipdate < :start + INTERVAL '3' MONTH
GROUP BY l_suppkey
-- next
SELECT s_suppkey, s_name, s_address, s_phone, total_revenue
FROM supplier
JOIN revenue ON supplier_no = s_suppkey
WHERE total_revenue = (SELECT max(total_revenue) FROM revenue)
ORDER BY s_suppkey
