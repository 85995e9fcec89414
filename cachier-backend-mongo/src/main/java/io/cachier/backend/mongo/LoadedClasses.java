package io.cachier.backend.mongo;

/**
 * Loads in advance what the first operation would have to: on a busy machine that takes a second,
 * and the first call waits no longer for its answer.
 */
final class LoadedClasses {
  private static final String[] NAMES = {
    "com.mongodb.reactivestreams.client.MongoClients",
    "com.mongodb.reactivestreams.client.internal.MongoClientImpl",
    "com.mongodb.reactivestreams.client.internal.MongoCollectionImpl",
    "com.mongodb.reactivestreams.client.internal.OperationExecutorImpl",
    "com.mongodb.internal.connection.DefaultConnectionPool",
    "com.mongodb.internal.operation.FindOperation",
    "com.mongodb.internal.operation.FindAndUpdateOperation",
    "com.mongodb.internal.operation.MixedBulkWriteOperation",
    "reactor.core.publisher.Flux",
    "reactor.core.publisher.MonoCreate",
  };

  private LoadedClasses() {}

  static void load() {
    for (String name : NAMES) {
      try {
        Class.forName(name, true, LoadedClasses.class.getClassLoader());
      } catch (ClassNotFoundException | LinkageError otherVersion) {
        // Then it is loaded when it is needed, whatever it is called there.
      }
    }
  }
}
