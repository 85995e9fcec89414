package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CacheIgnore;
import io.cachier.CacheKey;
import io.cachier.Cached;
import io.cachier.Cachier;
import io.cachier.CallOptions;
import io.cachier.ConfigurationException;
import io.cachier.WaitPolicy;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused when a proxy is made, and how it is told. */
class BadProxyTest extends ProxyFixture {
  static final class Opaque {}

  static final class Task extends CompletableFuture<String> {}

  interface Everything {
    @Cached
    void nothing(String city);

    @Cached
    Void noValue(String city);

    @Cached
    String opaque(Opaque first, String second);

    @Cached
    String arrays(List<int[]> rows);

    @Cached(
        staleAfter = "soon",
        staleWhileRevalidate = "1 fortnight",
        waitTimeout = "-1s",
        entrySizeLimit = "huge",
        samplingRate = 2,
        metrics = true,
        backend = "tape")
    String settings(String city);

    @Cached(
        staleAfter = "long",
        staleIfError = "longer",
        jitter = 1,
        earlyRefresh = -1,
        cleanup = "-1d",
        maximumEntries = 0,
        maximumBytes = "few")
    String more(String city);

    @Cached(maximumBytes = "few")
    String few(String city);

    @Cached(maximumEntries = 10, backend = "memory")
    String unbounded(String city);

    @Cached(staleAfter = "-1m")
    String negative(String city);

    @Cached(staleWhileRevalidate = "1m")
    String ceilingAlone(String city);

    @Cached(samplingRate = 0.5)
    String sampledUnmetered(String city);

    @Cached(samplingRate = 0.5, metrics = false)
    String sampledOff(String city);

    @Cached(
        metrics = {true, false},
        cacheNulls = {true, true},
        waitPolicy = {WaitPolicy.FAIL, WaitPolicy.STALE})
    String twice(String city);

    @Cached
    String bothKinds(@CacheKey String city, @CacheIgnore String other);

    @Cached
    String twoOptions(CallOptions first, CallOptions second);

    @Cached
    String optionsInTheKey(String city, @CacheKey CallOptions options);

    @Cached
    String manyOptions(String city, CallOptions... options);

    String keyWithoutCached(@CacheKey String city);

    @Cached
    Stream<String> stream(String city);

    @Cached
    Iterator<String> iterator(String city);

    @Cached
    Future<String> future(String city);

    @Cached
    CompletionStage<Void> nothingLater(String city);

    @Cached
    Task task(String city);

    @Cached(name = " ")
    String blank(String city);

    @Cached(name = "same")
    String sameOne(String city);

    @Cached(name = "same")
    String sameTwo(String city);

    @Cached
    static String fixed(String city) {
      return city;
    }

    @Cached
    @Override
    String toString();

    @Cached
    String fine(String city);
  }

  @Test
  void proxy_manyFaults_areAllToldInOneExceptionAndNothingIsBuilt() {
    Everything target = none(Everything.class);

    assertThatThrownBy(() -> cachier.proxy(Everything.class, target))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("proxy of io.cachier.core.BadProxyTest$Everything: ")
        .message()
        .contains(
            "nothing(String): returns void, so there is nothing to cache; remove @Cached",
            "noValue(String): returns java.lang.Void, so there is nothing to cache",
            "opaque(Opaque, String): argument 'first': io.cachier.core.BadProxyTest$Opaque does not"
                + " override equals",
            "leave the parameter out of the key by @CacheIgnore, or pick others by @CacheKey",
            "arrays(List): argument 'rows': java.util.List<int[]> holds an array",
            "settings(String): staleAfter was 'soon' but it must be a duration: a number and",
            "such as PT10M; or never",
            "settings(String): staleWhileRevalidate was '1 fortnight' but it must be a duration",
            "settings(String): waitTimeout was 'PT-1S' but it must be zero or more",
            "settings(String): entrySizeLimit was 'huge' but it must be a size",
            "settings(String): samplingRate was '2.0' but it must be above 0 and at most 1",
            "settings(String): no backend 'tape'; found [file, memory]",
            "more(String): staleAfter was 'long' but it must be a duration",
            "more(String): staleIfError was 'longer' but it must be a duration",
            "more(String): jitter was '1.0' but it must be from 0 to below 1",
            "more(String): earlyRefresh was '-1.0' but it must be from 0 to 1000",
            "more(String): cleanup was 'PT-24H' but it must be",
            "more(String): maximumEntries and maximumBytes were both set; set one of them",
            "few(String): maximumBytes was 'few' but it must be a size",
            "unbounded(String): maximumEntries was '10' but backend 'memory' keeps no bound",
            "negative(String): staleAfter was 'PT-1M' but it must be positive",
            "ceilingAlone(String): staleWhileRevalidate was 'PT1M' but without staleAfter",
            "sampledUnmetered(String): samplingRate was '0.5' but metrics are off; add metrics ="
                + " true, or remove it",
            "sampledOff(String): samplingRate was '0.5' but metrics are off",
            "twice(String): metrics was '[true, false]' but it takes one value",
            "twice(String): cacheNulls was '[true, true]' but it takes one value",
            "twice(String): waitPolicy was '[FAIL, STALE]' but it takes one value",
            "bothKinds(String, String): has both @CacheKey and @CacheIgnore; keep one kind",
            "twoOptions(CallOptions, CallOptions): 2 parameters are of type CallOptions; keep one",
            "optionsInTheKey(String, CallOptions): argument 'options' has @CacheKey but CallOptions are"
                + " never part of the key; remove it",
            "manyOptions(String, CallOptions[]): argument 'options' is an array of CallOptions",
            "keyWithoutCached(String): has @CacheKey or @CacheIgnore but no @Cached",
            "stream(String): returns java.util.stream.Stream<java.lang.String>, which can be used"
                + " once only",
            "iterator(String): returns java.util.Iterator<java.lang.String>, which can be used",
            "future(String): returns java.util.concurrent.Future<java.lang.String>; declare"
                + " CompletionStage or CompletableFuture",
            "nothingLater(String): returns java.util.concurrent.CompletionStage<java.lang.Void>, so"
                + " there is nothing to cache",
            "task(String): returns io.cachier.core.BadProxyTest$Task; declare CompletionStage",
            "blank(String): name was ' ' but it must have 1 to 200 characters",
            "sameTwo(String): name was 'same' but sameOne(String) has it too",
            "fixed(String): has @Cached but it is static, private or a method of Object",
            "toString(): has @Cached but it is static, private or a method of Object")
        .doesNotContain("fine(String)");
    assertThat(cachier.functions()).isEmpty();
  }

  interface Plain {
    @Cached
    String get(String city);
  }

  @Test
  void proxy_noTarget_isRefused() {
    refused(() -> cachier.proxy(Plain.class, null), "the target was null; give the object");
  }

  @Test
  void proxy_noInterface_isRefused() {
    refused(() -> cachier.proxy(String.class, "target"), "java.lang.String is no interface");
    refused(
        () -> cachier.proxy(Cached.class, none(Cached.class)), "io.cachier.Cached is no interface");
  }

  sealed interface Closed permits OnlyOne {
    @Cached
    String get(String city);
  }

  record OnlyOne() implements Closed {
    @Override
    public String get(String city) {
      return city;
    }
  }

  @Test
  void proxy_sealedInterface_isRefused() {
    refused(() -> cachier.proxy(Closed.class, new OnlyOne()), "Closed is sealed or hidden");
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  @Test
  void proxy_targetOfAnotherType_isRefused() {
    refused(
        () -> cachier.proxy((Class) Plain.class, "target"),
        "the target was a java.lang.String but it must implement",
        "Plain");
  }

  interface Unannotated {
    String get(String city);
  }

  @Test
  void proxy_nothingAnnotated_isRefused() {
    refused(
        () -> cachier.proxy(Unannotated.class, city -> city),
        "no method of io.cachier.core.BadProxyTest$Unannotated has @Cached",
        "annotate the interface's methods");
  }

  @Test
  void proxy_secondOfOneInterface_isRefusedUnlessItHasANameOfItsOwn() {
    Plain first = cachier.proxy(Plain.class, this::run);

    refused(
        () -> cachier.proxy(Plain.class, this::run),
        "get(String): name was 'io.cachier.core.BadProxyTest$Plain.get(java.lang.String)' but"
            + " another function has it",
        "give this one a name of its own by proxy(type, target, name)");
    Plain second = cachier.proxy(Plain.class, this::run, "second");
    assertThat(first.get("a")).isEqualTo("a#1");
    assertThat(second.get("a")).isEqualTo("a#2");
  }

  @Test
  void proxy_blankName_isRefused() {
    refused(() -> cachier.proxy(Plain.class, this::run, " "), "name was ' ' but it must not be");
    refused(() -> cachier.proxy(Plain.class, this::run, "a\nb"), "control character");
  }

  @Test
  void proxy_afterTheCachierWasClosed_isRefused() {
    cachier.close();

    refused(() -> cachier.proxy(Plain.class, this::run), "the Cachier is closed; make proxies");
  }

  interface One {
    @Cached(staleAfter = "1m")
    String get(String city);
  }

  interface OtherKey {
    @Cached
    String get(@CacheIgnore String city);
  }

  interface OneAndPlain extends One, Plain {}

  interface OneAndUnannotated extends One, Unannotated {}

  interface PlainAndOtherKey extends Plain, OtherKey {}

  interface Settled extends One, Plain, OtherKey {
    @Cached
    @Override
    String get(String city);
  }

  @Test
  void proxy_interfacesThatDisagree_areRefusedUntilTheMethodIsDeclaredAgain() {
    String remedy = "which do not say the same of caching; declare it in";
    refused(() -> cachier.proxy(OneAndPlain.class, this::run), "get(String): ", remedy);
    refused(() -> cachier.proxy(OneAndUnannotated.class, this::run), "get(String): ", remedy);
    refused(() -> cachier.proxy(PlainAndOtherKey.class, this::run), "get(String): ", remedy);

    assertThat(cachier.proxy(Settled.class, this::run).get("a")).isEqualTo("a#1");
  }

  interface Private {
    @Cached
    private String hidden() {
      return "";
    }

    default String shown() {
      return hidden();
    }
  }

  @Test
  void proxy_annotatedPrivateMethod_isRefused() {
    refused(
        () -> cachier.proxy(Private.class, none(Private.class)),
        "hidden(): has @Cached but it is static, private");
  }

  interface Generic<T> {
    @Cached
    String get(T argument);
  }

  @Test
  void proxy_remoteBackend_checksKeysAndValuesOfAllMethods(@TempDir Path directory) {
    try (Cachier onFile =
        Cachier.builder().backend("file").setting("file.directory", directory.toString()).build()) {
      refused(
          () -> onFile.proxy(Generic.class, argument -> ""),
          "get(Object): argument 'argument' of type java.lang.Object: java.lang.Object has no key",
          "@CacheIgnore");
      refused(
          () -> onFile.proxy(OpaqueValue.class, city -> new Opaque()),
          "get(String): ",
          "BadProxyTest$Opaque",
          "Serializable");
    }
  }

  interface OpaqueValue {
    @Cached
    Opaque get(String city);
  }

  private static <T> T none(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null));
  }

  private static void refused(ThrowingCallable making, String... sentences) {
    assertThatThrownBy(making)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("proxy of ")
        .message()
        .contains(sentences);
  }
}
