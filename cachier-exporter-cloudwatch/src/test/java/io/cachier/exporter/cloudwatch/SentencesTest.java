package io.cachier.exporter.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;

class SentencesTest {
  @Test
  void of_missing_namesWhatToSet() {
    Throwable any = SdkClientException.create("hush");

    assertThat(Sentences.of(Trouble.NO_REGION, any, 0))
        .contains("AWS_REGION", "cachier.cloudwatch.region");
    assertThat(Sentences.of(Trouble.NO_CREDENTIALS, any, 0))
        .contains("AWS_ACCESS_KEY_ID", "aws.accessKeyId", "AWS_PROFILE", "role");
    assertThat(Sentences.of(Trouble.REFUSED, TroubleTest.answer(403, "AccessDenied"), 3))
        .contains("HTTP 403, AccessDenied", "cloudwatch:PutMetricData");
    assertThat(Sentences.of(Trouble.UNSENT, any, 3))
        .contains("software.amazon.awssdk.core.exception.SdkClientException");
  }

  @ParameterizedTest
  @EnumSource(
      value = Trouble.class,
      names = {"NO_REGION", "NO_CREDENTIALS", "REFUSED", "UNSENT"})
  void of_troubleOfAPerson_saysHowToSwitchOffAndNoSecret(Trouble trouble) {
    // Only an answer of CloudWatch refuses; its message repeats the request, signature and all.
    Throwable failure =
        trouble == Trouble.REFUSED
            ? TroubleTest.answer(403, "SignatureDoesNotMatch")
            : SdkClientException.create("The value is hush");

    assertThat(Sentences.of(trouble, failure, 0))
        .contains("cachier.exporter.cloudwatch.enabled=false")
        .doesNotContain("The value is", "null");
  }

  @Test
  void of_notTaken_tellsWhyAndThatTheyAreKept() {
    assertThat(Sentences.of(Trouble.NOT_TAKEN, TroubleTest.answer(400, "Throttling"), 17))
        .isEqualTo(
            "CloudWatch did not take 17 data (HTTP 400, Throttling); they are kept and sent"
                + " again");
    assertThat(
            Sentences.of(
                Trouble.NOT_TAKEN,
                new CompletionException(TroubleTest.client(new ConnectException("refused"))),
                1))
        .contains("(java.net.ConnectException: refused)");
  }

  @Test
  void of_unanswered_tellsThatItMayHaveArrived() {
    assertThat(Sentences.of(Trouble.UNANSWERED, TroubleTest.client(new IOException()), 5))
        .isEqualTo(
            "a request with 5 data was not answered (java.io.IOException); it may have arrived, is"
                + " sent once more and then dropped");
  }

  @Test
  void of_invalid_repeatsTheServicesMessageInOneLine() {
    String sentence =
        Sentences.of(Trouble.INVALID, TroubleTest.answer(400, "InvalidParameterValue"), 2);

    assertThat(sentence)
        .startsWith(
            "CloudWatch rejected 2 data, and they are dropped: HTTP 400, InvalidParameterValue,"
                + " The value is invalid !!!")
        .endsWith("!...")
        .hasSizeLessThan(400);
    assertThat(
            Sentences.of(Trouble.INVALID, CloudWatchException.builder().statusCode(404).build(), 2))
        .endsWith("HTTP 404, without a code");
    assertThat(Sentences.of(Trouble.INVALID, new CompletionException("gone", null), 2))
        .endsWith("java.util.concurrent.CompletionException: gone");
  }
}
