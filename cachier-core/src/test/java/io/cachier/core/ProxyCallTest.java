package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.Cached;
import io.cachier.CallOptions;
import io.cachier.ManagedCache;
import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of calls through a proxy, method by method. */
class ProxyCallTest extends ProxyFixture {
  interface Weather {
    @Cached(staleAfter = "10m")
    String forecast(String city);

    String live(String city);
  }

  private final class RealWeather implements Weather {
    @Override
    public String forecast(String city) {
      return run(city);
    }

    @Override
    public String live(String city) {
      return run(city);
    }
  }

  @Test
  void call_cachedMethod_isComputedOnceUntilStale() {
    Weather weather = cachier.proxy(Weather.class, new RealWeather());

    assertThat(weather.forecast("Paris")).isEqualTo("Paris#1");
    assertThat(weather.forecast("Paris")).isEqualTo("Paris#1");
    ticker.advance(Duration.ofMinutes(11));
    assertThat(weather.forecast("Paris")).isEqualTo("Paris#2");
    assertThat(weather.forecast("Rome")).isEqualTo("Rome#3");
  }

  @Test
  void call_otherMethod_goesStraightToTheTarget() {
    Weather weather = cachier.proxy(Weather.class, new RealWeather());

    assertThat(weather.live("Paris")).isEqualTo("Paris#1");
    assertThat(weather.live("Paris")).isEqualTo("Paris#2");
  }

  interface Overloads {
    @Cached
    String find(String id);

    @Cached
    String find(Integer id);

    @Cached
    String find(int id);

    @Cached
    String find(Object id);

    @Cached
    String find();

    @Cached
    String find(String first, String second, String third);
  }

  private final class RealOverloads implements Overloads {
    @Override
    public String find(String id) {
      return run("text");
    }

    @Override
    public String find(Integer id) {
      return run("box");
    }

    @Override
    public String find(int id) {
      return run("int");
    }

    @Override
    public String find(Object id) {
      return run("object");
    }

    @Override
    public String find() {
      return run("none");
    }

    @Override
    public String find(String first, String second, String third) {
      return run(first + second + third);
    }
  }

  @Test
  void call_overloads_shareNothing() {
    Overloads overloads = cachier.proxy(Overloads.class, new RealOverloads());

    for (int i = 0; i < 2; i++) {
      assertThat(overloads.find("1")).isEqualTo("text#1");
      assertThat(overloads.find(Integer.valueOf(1))).isEqualTo("box#2");
      assertThat(overloads.find(1)).isEqualTo("int#3");
      assertThat(overloads.find((Object) "1")).isEqualTo("object#4");
      assertThat(overloads.find()).isEqualTo("none#5");
      assertThat(overloads.find("a", null, "c")).isEqualTo("anullc#6");
      assertThat(overloads.find(null, "a", "c")).isEqualTo("nullac#7");
    }
    assertThat(overloads.find((String) null)).isEqualTo("text#8");
    assertThat(overloads.find((String) null)).isEqualTo("text#8");
  }

  interface Lists {
    @Cached
    int sum(int... numbers);

    @Cached
    String join(String separator, byte[][] rows, String... parts);
  }

  @Test
  void call_varargsAndArrays_areComparedByContent() {
    Lists arrays =
        cachier.proxy(
            Lists.class,
            new Lists() {
              @Override
              public int sum(int... numbers) {
                runs.incrementAndGet();
                return Arrays.stream(numbers).sum();
              }

              @Override
              public String join(String separator, byte[][] rows, String... parts) {
                return run(Arrays.deepToString(rows) + String.join(separator, parts));
              }
            });

    assertThat(arrays.sum(1, 2, 3)).isEqualTo(6);
    assertThat(arrays.sum(1, 2, 3)).isEqualTo(6);
    assertThat(arrays.sum()).isZero();
    assertThat(runs).hasValue(2);
    assertThat(arrays.join("-", new byte[][] {{1}, {2}}, "a", "b")).isEqualTo("[[1], [2]]a-b#3");
    assertThat(arrays.join("-", new byte[][] {{1}, {2}}, "a", "b")).isEqualTo("[[1], [2]]a-b#3");
    assertThat(arrays.join("-", new byte[][] {{1}, {3}}, "a", "b")).isEqualTo("[[1], [3]]a-b#4");
    assertThat(arrays.join("-", new byte[][] {{1}, {2}}, "ab")).isEqualTo("[[1], [2]]ab#5");
  }

  interface Repo<K, V> {
    @Cached
    V find(K key);

    V load(K key);
  }

  interface Narrowed extends Repo<String, String> {
    @Cached(name = "narrowed")
    @Override
    String find(String key);

    @Override
    String load(String key);
  }

  @Test
  void call_throughTheGenericSupertype_isTheSameMethod() {
    Narrowed narrowed =
        cachier.proxy(
            Narrowed.class,
            new Narrowed() {
              @Override
              public String find(String key) {
                return run(key);
              }

              @Override
              public String load(String key) {
                return run(key);
              }
            });
    Repo<String, String> repo = narrowed;

    assertThat(narrowed.find("a")).isEqualTo("a#1");
    assertThat(repo.find("a")).isEqualTo("a#1");
    assertThat(repo.load("a")).isEqualTo("a#2");
    assertThat(cachier.functions()).extracting(ManagedCache::name).containsExactly("narrowed");
  }

  interface Words extends Repo<String, List<String>> {}

  @Test
  void call_inheritedGenericMethod_isCached() {
    Words words =
        cachier.proxy(
            Words.class,
            new Words() {
              @Override
              public List<String> find(String key) {
                return List.of(run(key));
              }

              @Override
              public List<String> load(String key) {
                return List.of(run(key));
              }
            });

    assertThat(words.find("a")).containsExactly("a#1");
    assertThat(words.find("a")).containsExactly("a#1");
    assertThat(words.load("a")).containsExactly("a#2");
  }

  interface Narrow {
    @Cached
    String name(int id);
  }

  interface Wide {
    @Cached
    Object name(int id);
  }

  interface BothAsTheyAre extends Narrow, Wide {}

  @Test
  void call_methodOfTwoInterfacesThatSayTheSame_isOne() {
    BothAsTheyAre both = cachier.proxy(BothAsTheyAre.class, id -> run(id));
    Wide wide = both;

    assertThat(both.name(1)).isEqualTo("1#1");
    assertThat(wide.name(1)).isEqualTo("1#1");
    assertThat(cachier.functions()).hasSize(1);
  }

  interface Loud extends Weather {
    @Override
    String forecast(String city);

    @Cached
    @Override
    String live(String city);
  }

  @Test
  void call_methodDeclaredAgain_isCachedAsTheLastDeclarationSays() {
    RealWeather real = new RealWeather();
    Loud loud =
        cachier.proxy(
            Loud.class,
            new Loud() {
              @Override
              public String forecast(String city) {
                return real.forecast(city);
              }

              @Override
              public String live(String city) {
                return real.live(city);
              }
            });

    assertThat(loud.live("a")).isEqualTo(loud.live("a"));
    assertThat(loud.forecast("a")).isNotEqualTo(loud.forecast("a"));
  }

  interface Defaults {
    String name();

    default String greeting() {
      return "Hello " + name();
    }

    @Cached
    default String greeting(String word) {
      return word + " " + name();
    }
  }

  @Test
  void call_defaultMethod_runsOnTheTarget() {
    Defaults defaults = cachier.proxy(Defaults.class, () -> run("you"));

    assertThat(defaults.greeting()).isEqualTo("Hello you#1");
    assertThat(defaults.greeting()).isEqualTo("Hello you#2");
    assertThat(defaults.greeting("Hi")).isEqualTo("Hi you#3");
    assertThat(defaults.greeting("Hi")).isEqualTo("Hi you#3");
  }

  interface Failing {
    @Cached
    String read(String path) throws IOException;

    String direct(String path) throws IOException;

    @Cached
    String sneaky(String path);
  }

  @Test
  void call_targetThrows_exceptionReachesTheCallerAsItIs() {
    IOException declared = new IOException("declared");
    IllegalStateException unchecked = new IllegalStateException("unchecked");
    AssertionError error = new AssertionError("error");
    Failing failing =
        cachier.proxy(
            Failing.class,
            new Failing() {
              @Override
              public String read(String path) throws IOException {
                runs.incrementAndGet();
                return fail(path);
              }

              @Override
              public String direct(String path) throws IOException {
                return fail(path);
              }

              @Override
              public String sneaky(String path) {
                throw Sneaky.rethrow(declared);
              }

              private String fail(String path) throws IOException {
                if (path.equals("declared")) {
                  throw declared;
                } else if (path.equals("unchecked")) {
                  throw unchecked;
                }
                throw error;
              }
            });

    assertThatThrownBy(() -> failing.read("declared")).isSameAs(declared);
    assertThatThrownBy(() -> failing.read("declared")).isSameAs(declared);
    assertThat(runs).as("failures are not cached").hasValue(2);
    assertThatThrownBy(() -> failing.read("unchecked")).isSameAs(unchecked);
    assertThatThrownBy(() -> failing.read("error")).isSameAs(error);
    assertThatThrownBy(() -> failing.direct("declared")).isSameAs(declared);
    assertThatThrownBy(() -> failing.direct("unchecked")).isSameAs(unchecked);
    assertThatThrownBy(() -> failing.sneaky("declared"))
        .isInstanceOf(UndeclaredThrowableException.class)
        .cause()
        .isSameAs(declared);
  }

  interface Sorting extends Comparator<String> {
    @Cached
    @Override
    int compare(String first, String second);

    @Override
    boolean equals(Object other);
  }

  @Test
  void call_methodsOfObject_areTheProxysOwn() {
    Sorting target =
        new Sorting() {
          @Override
          public int compare(String first, String second) {
            runs.incrementAndGet();
            return first.compareTo(second);
          }

          @Override
          public boolean equals(Object other) {
            return true;
          }

          @Override
          public int hashCode() {
            return 42;
          }
        };
    Sorting one = cachier.proxy(Sorting.class, target);
    Sorting two = cachier.proxy(Sorting.class, target, "two");

    assertThat(one.equals(one)).isTrue();
    assertThat(one.equals(two)).isFalse();
    assertThat(one.equals(null)).isFalse();
    assertThat(one.hashCode()).isEqualTo(System.identityHashCode(one));
    assertThat(one)
        .hasToString(
            "Cached[" + Sorting.class.getName() + " of " + target.getClass().getName() + "]");
    assertThat(one.compare("a", "b")).isNegative();
    assertThat(one.compare("a", "b")).isNegative();
    assertThat(one.reversed().compare("b", "a")).as("a default method of the JDK's").isNegative();
    assertThat(runs).as("the target does not go through the cache").hasValue(2);
  }

  interface Controlled {
    @Cached
    String first(@Nullable CallOptions options, String city);

    @Cached
    String last(String city, CallOptions options);

    @Cached
    String only(CallOptions options);
  }

  @Test
  void call_optionsParameter_isPerCallControlAndNoPartOfTheKey() {
    Controlled controlled =
        cachier.proxy(
            Controlled.class,
            new Controlled() {
              @Override
              public String first(CallOptions options, String city) {
                return run(city + options);
              }

              @Override
              public String last(String city, CallOptions options) {
                return run(city);
              }

              @Override
              public String only(CallOptions options) {
                return run("");
              }
            });

    assertThat(controlled.first(null, "a")).as("handed on as it is").isEqualTo("anull#1");
    assertThat(controlled.first(CallOptions.defaults(), "a")).isEqualTo("anull#1");
    assertThat(controlled.last("a", null)).isEqualTo("a#2");
    assertThat(controlled.last("a", CallOptions.skip())).isEqualTo("a#3");
    assertThat(controlled.last("a", CallOptions.defaults())).isEqualTo("a#2");
    assertThat(controlled.last("a", CallOptions.overwrite())).isEqualTo("a#4");
    assertThat(controlled.last("a", null)).isEqualTo("a#4");
    ticker.advance(Duration.ofSeconds(2));
    assertThat(controlled.last("a", CallOptions.maxAge(Duration.ofSeconds(1)))).isEqualTo("a#5");
    assertThat(controlled.only(null)).isEqualTo("#6");
    assertThat(controlled.only(CallOptions.defaults())).isEqualTo("#6");
  }

  @Test
  void call_afterTheCachierWasClosed_goesToTheTarget() {
    Weather weather = cachier.proxy(Weather.class, new RealWeather());
    weather.forecast("a");
    cachier.close();

    assertThat(weather.forecast("a")).isEqualTo("a#2");
    assertThat(weather.live("a")).isEqualTo("a#3");
  }

  interface Cachedly extends Function<String, String> {
    @Cached
    @Override
    String apply(String argument);
  }

  @Test
  void call_bridgeWithForeignArgument_failsAsWithoutTheProxy() {
    Cachedly cachedly = cachier.proxy(Cachedly.class, this::run);
    @SuppressWarnings({"unchecked", "rawtypes"})
    Function<Object, Object> polluted = (Function) cachedly;

    assertThatThrownBy(() -> polluted.apply(1)).isInstanceOf(ClassCastException.class);
    assertThat(polluted.apply("a")).isEqualTo(cachedly.apply("a"));
  }
}
