-- name: minified :many
SELECT id,c01,c02,c03,c04,c05,c06,c07,c08,c09,c10,c11,c12,c13 FROM a WHERE c01=:p01 AND c02=:p02 AND c03=:p03 AND c04=:p04 AND c05=:p05 AND c06=:p06 AND c07=:p07 AND c88=:p08 AND c09=:p09 AND c10=:p10 AND c11=:p11 AND c12=:p12 AND c13=:p13 AND c14=:p14 ORDER BY id;
