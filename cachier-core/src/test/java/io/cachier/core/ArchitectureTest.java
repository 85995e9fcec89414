package io.cachier.core;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ServiceLoader;

/** The layers that docs/architecture.md draws. */
@AnalyzeClasses(packages = "io.cachier", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule api_knowsNothingOfTheEngine =
      noClasses()
          .that()
          .resideInAnyPackage("io.cachier", "io.cachier.metrics", "io.cachier.spi")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.cachier.core..");

  @ArchTest
  static final ArchRule everything_dependsOnTheJdkAloneAndJSpecify =
      classes()
          .that()
          .resideInAPackage("io.cachier..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.cachier..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule pieces_doNotKnowTheEngineThatUsesThem =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.cachier.core.metrics..",
              "io.cachier.core.key..",
              "io.cachier.core.codec..",
              "io.cachier.core.file..",
              "io.cachier.core.memory..",
              "io.cachier.core.proxy..",
              "io.cachier.core.size..",
              "io.cachier.core.type..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.cachier.core");

  @ArchTest
  static final ArchRule pieces_doNotKnowEachOther =
      slices()
          .matching("io.cachier.core.(*)..")
          .should()
          .notDependOnEachOther()
          // What keys and codecs both need to know of declared types.
          .ignoreDependency(alwaysTrue(), resideInAPackage("io.cachier.core.type"));

  @ArchTest
  static final ArchRule serviceLoader_isUsedInOnePlaceOnly =
      noClasses()
          .that()
          .resideInAPackage("io.cachier.core..")
          .and()
          .doNotHaveSimpleName("Providers")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ServiceLoader.class);

  @ArchTest
  static final ArchRule logging_isThePlatformsOwn =
      noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");
}
