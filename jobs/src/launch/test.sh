# Sourced by ./falaj: every test of the project. Arguments go to pytest.

"$home/airflow-dags/tests/environment"
find_build_tools
echo "falaj test: building, and the tests of each module" >&2
began=$SECONDS
mkdir -p "$home/.falaj" "$out"
rm -f "$home"/*/target/surefire-reports/TEST-*.xml
touch "$home/.falaj/build.began"
maven -q -ntp verify || fail 1 "a test of a module failed, or its build: what Maven says above tells which."
[[ $archive -nt $jar ]] || prepare_fast_start
touch -r "$home/.falaj/build.began" "$stamp"
echo "falaj test: modules done in $((SECONDS - began)) s" >&2

"$home/airflow-dags/tests/run" --junit-xml="$home/.falaj/pytest.xml" "$@" ||
  fail 1 "a test in Python failed: what pytest says above tells which."

tests_in() { # JUnit reports
  sed -n 's/.*<testsuite[ >].*\btests="\([0-9]*\)".*/\1/p' "$@" | awk '{sum += $1} END {print sum + 0}'
}
java_tests=$(tests_in "$home"/*/target/surefire-reports/TEST-*.xml)
python_tests=$(tests_in "$home/.falaj/pytest.xml")
took=$((SECONDS - began))
echo "falaj test: $((java_tests + python_tests)) tests passed ($java_tests in Java, $python_tests in Python) in $((took / 60)) min $((took % 60)) s"
