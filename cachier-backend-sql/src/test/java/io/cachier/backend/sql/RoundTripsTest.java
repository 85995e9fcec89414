package io.cachier.backend.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** What is said to the driver, counted at its doors. */
class RoundTripsTest {
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final AtomicReference<Thread> reader = new AtomicReference<>();
  private final AtomicInteger connections = new AtomicInteger();

  private DataSource watched(DataSource behind) {
    return new ForwardingSource(behind) {
      @Override
      public Connection getConnection() throws SQLException {
        connections.incrementAndGet();
        return proxy(Connection.class, super.getConnection());
      }
    };
  }

  private <T> T proxy(Class<T> type, T behind) {
    InvocationHandler handler =
        (self, method, arguments) -> {
          if (method.getName().startsWith("execute") || method.getName().equals("commit")) {
            said.add(method.getName());
            reader.set(Thread.currentThread());
          }
          if (method.getName().equals("isValid") || method.getName().equals("setAutoCommit")) {
            said.add(method.getName());
          }
          try {
            Object answer = method.invoke(behind, arguments);
            return answer instanceof PreparedStatement statement && type == Connection.class
                ? proxy(PreparedStatement.class, statement)
                : answer;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return type.cast(
        Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Test
  void apply_hit_isOneStatementOnTheCallersThread() {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    try (Cachier cachier =
        Cachier.builder()
            .addBackend(SqlBackendProvider.using(watched(h2)))
            .backend("sql")
            .operationTimeout(Duration.ofSeconds(30))
            .build()) {
      CachedFunction<Integer, String> function =
          cachier.function("counted", Integer.class, String.class, key -> "value " + key).build();
      for (int i = 0; i < 50; i++) {
        function.apply(i);
      }
      int connected = connections.get();
      said.clear();
      for (int i = 0; i < 50; i++) {
        function.apply(i);
      }
      assertThat(said).hasSize(50).containsOnly("executeQuery");
      assertThat(connections).hasValue(connected);
      assertThat(reader).hasValue(Thread.currentThread());
    }
  }
}
