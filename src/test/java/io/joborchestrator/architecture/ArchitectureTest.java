package io.joborchestrator.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String ROOT = "io.joborchestrator";
  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(classes);
  }

  @Test
  void coreRunsWithoutADisplay() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                ROOT + ".domain..",
                ROOT + ".store..",
                ROOT + ".engine..",
                ROOT + ".pipeline..",
                ROOT + ".analytics..",
                ROOT + ".connection..",
                ROOT + ".fault..",
                ROOT + ".orchestrator..",
                ROOT + ".cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "javafx..", "org.controlsfx..", "atlantafx..", "org.jfree..", ROOT + ".console.."));
  }

  @Test
  void dependenciesPointInwards() {
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + ".domain..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                ROOT + ".store..",
                ROOT + ".engine..",
                ROOT + ".pipeline..",
                ROOT + ".fault..",
                ROOT + ".orchestrator..",
                ROOT + ".app..",
                ROOT + ".cli..",
                ROOT + ".console.."));
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                ROOT + ".store..",
                ROOT + ".engine..",
                ROOT + ".pipeline..",
                ROOT + ".connection..",
                ROOT + ".analytics..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                ROOT + ".orchestrator..", ROOT + ".app..", ROOT + ".cli..", ROOT + ".console.."));
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + ".store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".engine..", ROOT + ".pipeline.."));
    check(
        noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".pipeline..", ROOT + ".connection..", ROOT + ".analytics..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".engine..", ROOT + ".store.."));
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + ".orchestrator..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".app..", ROOT + ".cli..", ROOT + ".console.."));
  }

  @Test
  void packagesHaveNoCycles() {
    check(slices().matching(ROOT + ".(*)..").should().beFreeOfCycles());
    check(slices().matching(ROOT + ".console.(*)..").should().beFreeOfCycles());
  }

  @Test
  void librariesHaveOneHome() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".engine.spark..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "scala.."));
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                ROOT + ".store.postgres..", ROOT + ".engine.local..", ROOT + ".connection..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "com.zaxxer.."));
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".engine.local..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.duckdb.."));
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".fault..", ROOT + ".store.postgres..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.failsafe.."));
  }

  @Test
  void viewModelsKnowNoControls() {
    check(
        noClasses()
            .that()
            .haveSimpleNameEndingWith("ViewModel")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "javafx.scene..",
                "javafx.fxml..",
                "javafx.stage..",
                "org.controlsfx..",
                "java.sql.."));
  }

  @Test
  void onlyTheTaskPackageTouchesTheFxThread() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".console.task..")
            .should()
            .callMethod(javafx.application.Platform.class, "runLater", Runnable.class));
  }

  @Test
  void onlyTheCommandLinePrints() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".cli..", ROOT + ".app..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err"));
    check(noClasses().should().callMethod(Throwable.class, "printStackTrace"));
  }

  @Test
  void pagesDoNotKnowOneAnother() {
    String[] pages = {"jobs", "submit", "workers", "engines", "settings", "start", "deadletters"};
    for (String page : pages) {
      for (String other : pages) {
        if (!page.equals(other)) {
          check(
              noClasses()
                  .that()
                  .resideInAPackage(ROOT + ".console." + page + "..")
                  .should()
                  .dependOnClassesThat()
                  .resideInAPackage(ROOT + ".console." + other + ".."));
        }
      }
    }
  }

  @Test
  void loggersArePrivateConstants() {
    check(
        fields()
            .that()
            .haveRawType("org.slf4j.Logger")
            .should()
            .bePrivate()
            .andShould()
            .beStatic()
            .andShould()
            .beFinal());
  }
}
