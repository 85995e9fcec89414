package io.cachier.backend.mongo;

import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.ConnectionCheckOutFailedEvent;
import com.mongodb.event.ConnectionCheckOutStartedEvent;
import com.mongodb.event.ConnectionCheckedInEvent;
import com.mongodb.event.ConnectionCheckedOutEvent;
import com.mongodb.event.ConnectionClosedEvent;
import com.mongodb.event.ConnectionCreatedEvent;
import com.mongodb.event.ConnectionPoolListener;
import io.cachier.spi.Gauge;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the driver tells of its pools and commands, counted. Thread-safe. */
final class DriverFigures implements ConnectionPoolListener, CommandListener {
  private final LongAdder open = new LongAdder();
  private final LongAdder checkedOut = new LongAdder();
  private final LongAdder waiting = new LongAdder();
  private final LongAdder failed = new LongAdder();

  @Override
  public void connectionCreated(ConnectionCreatedEvent event) {
    open.increment();
  }

  @Override
  public void connectionClosed(ConnectionClosedEvent event) {
    open.decrement();
  }

  @Override
  public void connectionCheckOutStarted(ConnectionCheckOutStartedEvent event) {
    waiting.increment();
  }

  @Override
  public void connectionCheckOutFailed(ConnectionCheckOutFailedEvent event) {
    waiting.decrement();
  }

  @Override
  public void connectionCheckedOut(ConnectionCheckedOutEvent event) {
    waiting.decrement();
    checkedOut.increment();
  }

  @Override
  public void connectionCheckedIn(ConnectionCheckedInEvent event) {
    checkedOut.decrement();
  }

  @Override
  public void commandFailed(CommandFailedEvent event) {
    failed.increment();
  }

  List<Gauge> gauges() {
    return List.of(
        new Gauge("pool_connections", Map.of(), open.sum()),
        new Gauge("pool_checked_out_connections", Map.of(), checkedOut.sum()),
        new Gauge("pool_wait_queue", Map.of(), waiting.sum()),
        new Gauge("commands_failed", Map.of(), failed.sum()));
  }
}
