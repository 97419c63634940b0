package dev.langevin.deploy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may know what: the table of README, as rules over the compiled classes of every module. */
class ArchitectureTest {
  private static final String ROOT = "dev.langevin.";
  private static final String KAFKA = "org.apache.kafka..";
  private static final String ONNX = "ai.onnxruntime..";
  private static final String VERTX = "io.vertx..";
  private static final String AWS = "software.amazon.awssdk..";
  private static final String S3 = ROOT + "runtime.blob.s3..";
  private static final String SAMPLING = ROOT + "sampling..";
  private static final String[] SERVICES = {
    ROOT + "gateway..",
    ROOT + "encoder..",
    ROOT + "denoiser..",
    ROOT + "decoder..",
    ROOT + "orchestrator.."
  };

  private static JavaClasses all;

  @BeforeAll
  static void read() {
    all =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.langevin");
  }

  static Stream<Arguments> ignorance() {
    return Stream.of(
        Arguments.of("runtime", new String[] {VERTX}),
        Arguments.of("gateway", new String[] {ONNX}),
        Arguments.of("encoder", new String[] {KAFKA, VERTX, SAMPLING}),
        Arguments.of(
            "denoiser", new String[] {KAFKA, VERTX, SAMPLING, "ai.djl..", "javax.imageio.."}),
        Arguments.of("decoder", new String[] {KAFKA, VERTX, SAMPLING}),
        Arguments.of("orchestrator", new String[] {ONNX, VERTX, "java.net.http.."}),
        Arguments.of("client", new String[] {KAFKA, ONNX, VERTX, SAMPLING, ROOT + "runtime.."}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ignorance")
  void module_doesNotKnow(String module, String[] forbidden) {
    noClasses()
        .that()
        .resideInAPackage(ROOT + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .check(all);
  }

  /** What the gateway and the orchestrator share; the other services run without the library. */
  @Test
  void runtime_knowsSamplingInOnePackage() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "runtime..")
        .and()
        .resideOutsideOfPackage(ROOT + "runtime.sampling..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(SAMPLING)
        .check(all);
  }

  @Test
  void telemetry_isKnownInOnePackage() {
    noClasses()
        .that()
        .resideInAPackage("dev.langevin..")
        .and()
        .resideOutsideOfPackage(ROOT + "runtime.trace..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.opentelemetry..")
        .check(all);
  }

  /** Whoever keeps no blobs runs without it, and whoever does need not know how. */
  @Test
  void objectStores_areKnownInOnePackage() {
    noClasses()
        .that()
        .resideInAPackage("dev.langevin..")
        .and()
        .resideOutsideOfPackage(S3)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(AWS)
        .check(all);
    noClasses()
        .that()
        .resideInAPackage("dev.langevin..")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + "runtime.blob.BlobStores")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + "runtime.model.fetch.ModelDepot")
        .and()
        .resideOutsideOfPackage(S3)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(S3)
        .check(all);
  }

  /** These have none, and their modules don't bring the SDK. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"gateway", "encoder", "denoiser", "client"})
  void module_keepsNoBlobs(String module) {
    noClasses()
        .that()
        .resideInAPackage(ROOT + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "runtime.blob..")
        .check(all);
  }

  /** Services show certificates, and never issue any: their images need not have the library. */
  @Test
  void issuing_isKnownInOnePackage() {
    noClasses()
        .that()
        .resideInAPackage("dev.langevin..")
        .and()
        .resideOutsideOfPackage(ROOT + "runtime.tls.authority..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bouncycastle..")
        .check(all);
    noClasses()
        .that()
        .resideInAnyPackage(SERVICES)
        .or()
        .resideInAPackage(ROOT + "client..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "runtime.tls.authority..")
        .check(all);
  }

  /** What is declared of Kafka is read in one place; nothing else here is written in YAML. */
  @Test
  void yaml_isKnownInOnePackage() {
    noClasses()
        .that()
        .resideInAPackage("dev.langevin..")
        .and()
        .resideOutsideOfPackage(ROOT + "runtime.topics..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.yaml..")
        .check(all);
  }

  /**
   * What operators write is matched against what strangers write: in linear time, and there alone.
   */
  @Test
  void linearPatterns_areKnownInOnePackage() {
    noClasses()
        .that()
        .resideInAPackage("dev.langevin..")
        .and()
        .resideOutsideOfPackage(ROOT + "gateway.policy..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.google.re2j..")
        .check(all);
  }

  @Test
  void sampling_knowsTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage(SAMPLING)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", SAMPLING)
        .check(all);
  }

  /** So that simulations drive what the denoiser does. */
  @Test
  void orderOfService_knowsTheJdkAloneAndNoClock() {
    String order = ROOT + "denoiser.batch.order..";
    classes()
        .that()
        .resideInAPackage(order)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java.lang", "java.lang.runtime", "java.util", "java.util.function", order)
        .check(all);
    noClasses()
        .that()
        .resideInAPackage(order)
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.System")
        .check(all);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("modules")
  void service_knowsNoOtherService(String own) {
    String[] others =
        Stream.concat(Stream.of(SERVICES), Stream.of(ROOT + "client..", ROOT + "deploy.."))
            .filter(other -> !other.equals(own))
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(own)
        .should()
        .dependOnClassesThat(resideInAnyPackage(others))
        .check(all);
  }

  static Stream<String> modules() {
    return Stream.concat(
        Stream.of(SERVICES), Stream.of(SAMPLING, ROOT + "runtime..", ROOT + "client.."));
  }

  @Test
  void rules_seeEveryModule() {
    for (String module : modules().toList()) {
      String prefix = module.substring(0, module.length() - 2);
      assertThat(all.stream().map(type -> type.getPackageName()))
          .as(module)
          .anyMatch(name -> name.startsWith(prefix));
    }
  }

  @Test
  void rules_aBreach_isFound() {
    ArchRule planted =
        noClasses()
            .that()
            .resideInAPackage(ROOT + "orchestrator..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(KAFKA);

    assertThatThrownBy(() -> planted.check(all)).isInstanceOf(AssertionError.class);
  }
}
