/**
 * Topics and the text of MQTT: names, filters, templates with variables, and the tree that finds the subscribers to a topic.
 * Knows nothing but Java. Values are immutable and for any thread; {@link io.quarkiverse.mqttx.topic.TopicTree} is written on
 * one thread. A reference is never {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.topic;
