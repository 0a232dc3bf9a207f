package io.quarkiverse.mqttx.deployment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jboss.jandex.Type;

/**
 * Finds methods that take single messages where the channel makes batches, and the other way round; and several that take
 * lists, or Optionals, of different types from one channel.
 *
 * @param doubtful whether converters or interceptors of the application's own may do what the provided ones do not
 */
record BatchCheck(Batches batches, boolean doubtful) {

    PayloadCheck.Findings check(List<ChannelUsage> declared) {
        PayloadCheck.Findings findings = PayloadCheck.Findings.none();
        Map<String, ChannelUsage> generic = new HashMap<>();
        for (ChannelUsage usage : declared) {
            if (!usage.channel().incoming() || usage.payload() == null) {
                continue;
            }
            String channel = usage.channel().name();
            if (Optionals.isOne(usage.payload())) {
                findings.addOther(usage, generic, "", doubtful);
            }
            if (batches.channels().contains(channel)) {
                batch(usage, generic, findings);
            } else if (!batches.open().contains(channel)) {
                single(usage, findings);
            }
        }
        return findings;
    }

    private void batch(ChannelUsage usage, Map<String, ChannelUsage> generic, PayloadCheck.Findings findings) {
        Type payload = usage.payload();
        if (!Batches.isList(payload)) {
            if (!Batches.isBatch(payload)) {
                findings.add(usage, "the channel has batch=true, and nothing makes of a batch a single one; take a List of it,"
                        + " or an IncomingMqttBatch", doubtful);
            }
            return;
        }
        findings.addOther(usage, generic, "", doubtful);
    }

    private void single(ChannelUsage usage, PayloadCheck.Findings findings) {
        if (Batches.isBatch(usage.payload()) || Batches.isListOfMessages(usage.payload())) {
            findings.add(usage, "it is made of a batch, and the channel makes none; set its attribute batch to true", doubtful);
        } else if (Batches.isList(usage.payload()) && usage.payload().toString().endsWith("<byte[]>")) {
            findings.add(usage, "without the attribute batch=true each message is read as a JSON array of texts in Base64",
                    true);
        }
    }
}
