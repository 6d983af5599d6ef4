# Sourced by ./falaj: measurements of the modules' test trees, one JSON object a line.

find_build_tools
maven -q -ntp package -DskipTests -Dspotless.check.skip >&2 ||
  fail 1 "the build failed: what Maven says above tells why."
java_command
classes=
for module in $(modules); do classes+=$home/$module/target/test-classes:; done
export SPARK_LOCAL_IP=${SPARK_LOCAL_IP:-127.0.0.1} OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}
exec "${command[@]}" \
  -cp "$classes$jar:$(<"$out/spark.classpath")" io.falaj.lineage.bench.Benches "$@"
