-- :nation string BRAZIL
-- :region string AMERICA
-- :type string ECONOMY ANODIZED STEEL
SELECT o_year,
       sum(CASE WHEN nation = :nation THEN volume ELSE 0 END) / sum(volume) AS mkt_share
FROM (SELECT extract(YEAR FROM o_orderdate) AS o_year,
             l_extendedprice * (1 - l_discount) AS volume,
             n2.n_name AS nation
      FROM part
      JOIN lineitem ON l_partkey = p_partkey
      JOIN supplier ON s_suppkey = l_suppkey
      JOIN orders ON o_orderkey = l_orderkey
      JOIN customer ON c_custkey = o_custkey
      JOIN nation n1 ON n1.n_nationkey = c_nationkey
      JOIN region ON r_regionkey = n1.n_regionkey
      JOIN nation n2 ON n2.n_nationkey = s_nationkey
      WHERE r_name = :region AND p_type = :type
        AND o_orderdate BETWEEN DATE '1995-01-01' AND DATE '1996-12-31') all_nations
GROUP BY o_year
ORDER BY o_year
