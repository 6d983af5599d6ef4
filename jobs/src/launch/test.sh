# Sourced by ./falaj: every test of the project. Arguments go to pytest.

"$home/airflow-dags/tests/environment"
find_build_tools
echo "falaj test: building, and the tests of each module" >&2
began=$SECONDS
mkdir -p "$home/.falaj"
touch "$home/.falaj/build.began"
maven -q -ntp verify || fail 1 "a test of a module failed, or its build: what Maven says above tells which."
touch -r "$home/.falaj/build.began" "$stamp"
echo "falaj test: modules done in $((SECONDS - began)) s" >&2
exec "$home/airflow-dags/tests/run" "$@"
