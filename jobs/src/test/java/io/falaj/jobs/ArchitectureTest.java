package io.falaj.jobs;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.falaj.outside.Shortcuts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of the house that the compiler cannot see. */
class ArchitectureTest {

  private static final Path ROOT = Path.of(System.getProperty("falaj.root"));
  private static final int LONGEST_FILE = 400;

  private static JavaClasses classes = new ClassFileImporter().importClasses(Falaj.class);

  @BeforeAll
  static void readClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.falaj");
    assertThat(classes.contain("io.falaj.lineage.FalajException")).isTrue();
  }

  @Test
  void modulesUseOnlyModulesBelowThem() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("lineage")
        .definedBy("io.falaj.lineage..")
        .layer("validation")
        .definedBy("io.falaj.validation..")
        .layer("features")
        .definedBy("io.falaj.features..")
        .layer("training")
        .definedBy("io.falaj.training..")
        .layer("batch-scoring")
        .definedBy("io.falaj.scoring..")
        .layer("jobs")
        .definedBy("io.falaj.jobs..")
        .whereLayer("jobs")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("batch-scoring")
        .mayOnlyBeAccessedByLayers("jobs")
        .whereLayer("training")
        .mayOnlyBeAccessedByLayers("batch-scoring", "jobs")
        .whereLayer("features")
        .mayOnlyBeAccessedByLayers("training", "batch-scoring", "jobs")
        .whereLayer("validation")
        .mayOnlyBeAccessedByLayers("features", "training", "batch-scoring", "jobs")
        .check(classes);
  }

  private static final ArchRule ONLY_THE_DOOR =
      noClasses()
          .that(resideOutsideOfPackage("io.falaj.lineage.."))
          .should()
          .accessTargetWhere(
              codeUnit("they go past the door to tables", ArchitectureTest::passesTheDoor))
          .because(
              "every table is read and written through Lake, with a pinned version and a record");

  private static final ArchRule NOTHING_ASKS_THE_MACHINE =
      noClasses()
          .that(resideOutsideOfPackage("io.falaj.jobs.."))
          .should()
          .accessTargetWhere(codeUnit("they ask the machine", ArchitectureTest::asksTheMachine))
          .because("the clock, the environment and the session are handed down by jobs");

  /** A call of a method or constructor, or a reference to one. */
  private static DescribedPredicate<JavaAccess<?>> codeUnit(
      String description, Predicate<CodeUnitAccessTarget> matches) {
    return describe(
        description,
        access ->
            access.getTarget() instanceof CodeUnitAccessTarget target && matches.test(target));
  }

  @Test
  void onlyTheDoorReadsAndWritesTables() {
    ONLY_THE_DOOR.check(classes);
    noClasses()
        .that(resideOutsideOfPackage("io.falaj.lineage.."))
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.delta..")
                .or(resideInAPackage("org.apache.spark.sql.delta.."))
                .or(name("org.apache.spark.sql.DataFrameWriter"))
                .or(name("org.apache.spark.sql.DataFrameWriterV2"))
                .or(name("org.apache.spark.sql.DataFrameReader"))
                .or(name("org.apache.spark.sql.streaming.DataStreamWriter")))
        .because("Delta and Spark's readers and writers are the door's alone")
        .check(classes);
  }

  private static boolean passesTheDoor(CodeUnitAccessTarget target) {
    String owner = target.getOwner().getName();
    String method = target.getName();
    return switch (owner) {
      case "org.apache.spark.sql.SparkSession", "org.apache.spark.sql.classic.SparkSession" ->
          Set.of(
                  "read",
                  "readStream",
                  "sql",
                  "table",
                  "sessionState",
                  "catalog",
                  "active",
                  "getActiveSession",
                  "getDefaultSession")
              .contains(method);
      case "org.apache.spark.sql.Dataset", "org.apache.spark.sql.classic.Dataset" ->
          Set.of("write", "writeTo", "writeStream", "mergeInto").contains(method)
              || method.endsWith("TempView");
      default -> false;
    };
  }

  @Test
  void belowJobsNothingAsksTheMachine() {
    NOTHING_ASKS_THE_MACHINE.check(classes);
  }

  @Test
  void aReferenceOrAConstructorIsFoundLikeACall() {
    JavaClasses shortcuts = new ClassFileImporter().importClasses(Shortcuts.class);
    assertThat(found(NOTHING_ASKS_THE_MACHINE, shortcuts))
        .containsExactlyInAnyOrder(
            "calls",
            "refersToTheClock",
            "refersToTheEnvironment",
            "constructs",
            "refersToAConstructor");
    assertThat(found(ONLY_THE_DOOR, shortcuts))
        .containsExactlyInAnyOrder("refersToAWriter", "refersToAReader");
  }

  /** The methods of {@link Shortcuts} that a rule finds. */
  private static List<String> found(ArchRule rule, JavaClasses shortcuts) {
    return rule.evaluate(shortcuts).getFailureReport().getDetails().stream()
        .map(detail -> detail.replaceFirst(".*?Shortcuts\\.(\\w+)\\(.*", "$1"))
        .toList();
  }

  private static boolean asksTheMachine(CodeUnitAccessTarget target) {
    String method = target.getName();
    boolean bare = target.getRawParameterTypes().isEmpty();
    return switch (target.getOwner().getName()) {
      case "java.lang.System" -> Set.of("getenv", "currentTimeMillis").contains(method);
      case "java.time.Instant", "java.time.LocalDate", "java.time.LocalDateTime" ->
          method.equals("now") && bare;
      case "java.time.InstantSource" -> method.equals("system");
      case "java.time.Clock" -> method.startsWith("system") || method.startsWith("tick");
      case "java.util.Date" -> method.equals("<init>") && bare;
      case "org.apache.spark.sql.SparkSession",
          "org.apache.spark.sql.classic.SparkSession",
          "org.apache.spark.sql.SparkSession$" ->
          method.equals("builder");
      default -> false;
    };
  }

  @Test
  void onlyMainLeavesTheProcess() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.falaj.jobs.Falaj")
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(classes);
  }

  @Test
  void namesSayWhatAClassDoes() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Common")
        .because("a drawer for everything hides what belongs together")
        .check(classes);
  }

  @Test
  void sourceFilesStaySmall() throws IOException {
    assertThat(sources("main").filter(file -> lines(file) > LONGEST_FILE))
        .as("source files of more than %d lines", LONGEST_FILE)
        .isEmpty();
    List<Long> lengths = sources("main").map(ArchitectureTest::lines).sorted().toList();
    assertThat(lengths.get(lengths.size() / 2)).as("median length").isLessThanOrEqualTo(100);
  }

  private static Stream<Path> sources(String tree) throws IOException {
    List<Path> found = new java.util.ArrayList<>();
    for (String module :
        List.of("lineage", "validation", "features", "training", "batch-scoring", "jobs")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src").resolve(tree))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
      }
    }
    return found.stream();
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
