package io.cachier.backend.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.cachier.Cachier;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** The code in {@code docs/backends/mongo.md}; building asks no server. */
class MongoPageTest {
  @Test
  void clientOfTheApplication_given_isUsed() {
    try (MongoClient client = MongoClients.create("mongodb://127.0.0.1:1")) {
      MongoCollection<Document> collection = client.getDatabase("shop").getCollection("cache");
      // begin docs/backends/mongo.md
      Cachier inItsDatabase =
          Cachier.builder().addBackend(MongoBackendProvider.using(client)).backend("mongo").build();
      Cachier inACollection =
          Cachier.builder()
              .addBackend(MongoBackendProvider.using(client, collection))
              .backend("mongo")
              .build();
      // end docs/backends/mongo.md
      try (inItsDatabase;
          inACollection) {
        assertThat(inItsDatabase.describe()).contains("mongo");
        assertThat(inACollection.describe()).contains("mongo");
      }
    }
  }
}
