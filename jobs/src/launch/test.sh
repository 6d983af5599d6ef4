# Sourced by ./falaj: every test of the project. With --exhaustive those that usually look at a part of
# their cases look at all of them; what passed is kept, so that a run that was cut off goes on where it
# was. Other arguments go to pytest.

exhaustive=()
if [[ ${1:-} == --exhaustive ]]; then
  shift
  # Of these very sources: of others nothing has passed.
  sources=$(git -C "$home" ls-files -coz --exclude-standard | (cd "$home" && xargs -0 sha256sum) | sha256sum) ||
    fail 2 "$home is no checkout of git, and --exhaustive keeps what passed by the sources it passed with. Clone the project."
  export FALAJ_EXHAUSTIVE=$home/.falaj/exhaustive/${sources:0:16}
  exhaustive=("-Dfalaj.exhaustive=$FALAJ_EXHAUSTIVE")
  echo "falaj test: what passes is kept in $FALAJ_EXHAUSTIVE; delete it to begin anew" >&2
fi
"$home/airflow-dags/tests/environment"
find_build_tools
echo "falaj test: building" >&2
began=$SECONDS
mkdir -p "$home/.falaj" "$out"
rm -f "$home"/*/target/surefire-reports/TEST-*.xml
touch "$home/.falaj/build.began"
maven -q -ntp verify -DskipTests || fail 1 "the build failed, or one of its checks: what Maven says above tells which."
[[ $archive -nt $jar ]] || prepare_fast_start
touch -r "$home/.falaj/build.began" "$stamp"

# Neither half alone keeps all cores busy. What Python says waits until the modules have spoken.
echo "falaj test: built in $((SECONDS - began)) s; the tests of each module, and beside them those in Python" >&2
python_says=$home/.falaj/pytest.log
set -m # a process group of its own, which an interrupt can be passed on to
"$home/airflow-dags/tests/run" --junit-xml="$home/.falaj/pytest.xml" "$@" >"$python_says" 2>&1 &
python=$!
set +m
trap 'kill -INT -- "-$python" 2>/dev/null; wait "$python"' EXIT
java_failed=
maven -q -ntp verify "${exhaustive[@]}" || java_failed=1
echo "falaj test: modules done after $((SECONDS - began)) s; what Python says:" >&2
tail -n +1 -f --pid="$python" "$python_says"
python_failed=
wait "$python" || python_failed=1
trap - EXIT
[[ -z $java_failed ]] || fail 1 "a test of a module failed: what Maven says above tells which."
[[ -z $python_failed ]] || fail 1 "a test in Python failed: what pytest says above tells which."

tests_in() { # JUnit reports
  sed -n 's/.*<testsuite[ >].*\btests="\([0-9]*\)".*/\1/p' "$@" | awk '{sum += $1} END {print sum + 0}'
}
java_tests=$(tests_in "$home"/*/target/surefire-reports/TEST-*.xml)
python_tests=$(tests_in "$home/.falaj/pytest.xml")
took=$((SECONDS - began))
echo "falaj test: $((java_tests + python_tests)) tests passed ($java_tests in Java, $python_tests in Python) in $((took / 60)) min $((took % 60)) s"
