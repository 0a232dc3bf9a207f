package io.quarkiverse.mqttx.connector.config;

import static io.quarkiverse.mqttx.connector.config.attribute.IncomingAttributes.NO_LOCAL;
import static io.quarkiverse.mqttx.connector.config.attribute.IncomingAttributes.RETAIN_AS_PUBLISHED;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.connector.config.attribute.Attribute;
import io.quarkiverse.mqttx.connector.config.attribute.IncomingAttributes;
import io.quarkiverse.mqttx.connector.config.source.CommaList;
import io.quarkiverse.mqttx.topic.TopicTemplate;

/** What an incoming channel subscribes to, and how: {@code topic} and the attributes with one value for each of its filters. */
record SubscriptionsReader(String channel, AttributeReader reader) {

    private static final Map<String, Integer> QOS = Map.of("0", 0, "1", 1, "2", 2);
    private static final Map<String, Boolean> BOOLEANS = booleans();
    private static final Map<String, Integer> RETAIN_HANDLING = Map.of("send", 0, "0", 0, "send-if-new", 1, "1", 1, "never", 2,
            "2", 2);

    /** As they are configured, with their variables. */
    List<String> topics() {
        String set = reader.get(IncomingAttributes.TOPIC);
        List<String> topics = set == null ? List.of(channel) : CommaList.split(set);
        Set<String> problems = new LinkedHashSet<>();
        topics.stream().map(TopicTemplate::problemOfSubscribing).filter(Objects::nonNull).forEach(problems::add);
        Map<String, String> byFilter = new HashMap<>();
        for (String topic : topics) {
            String filter = filter(topic);
            String other = byFilter.putIfAbsent(filter, topic);
            if (other != null) {
                problems.add("names the topic filter '" + filter + "' twice"
                        + (other.equals(topic) ? "" : ", as '" + other + "' and '" + topic + "'") + "; name it once");
            }
        }
        problems.forEach(problem -> reader.problem(IncomingAttributes.TOPIC, problem));
        topics.forEach(topic -> reader.checkControls(IncomingAttributes.TOPIC, "topic filter", topic));
        return topics;
    }

    /** Of a topic that is none, the topic itself: nobody will subscribe to it. */
    private static String filter(String topic) {
        return TopicTemplate.problemOfSubscribing(topic) == null ? TopicTemplate.of(topic).filter().text() : topic;
    }

    /** One for each topic. */
    List<Subscription> subscriptions(List<String> topics) {
        List<String> filters = topics.stream().map(SubscriptionsReader::filter).toList();
        List<Integer> qos = ofEach(IncomingAttributes.QOS, QOS, 0, "0, 1 or 2", filters);
        List<Boolean> noLocal = ofEach(NO_LOCAL, BOOLEANS, false, "true or false", filters);
        List<Boolean> retainAsPublished = ofEach(RETAIN_AS_PUBLISHED, BOOLEANS, false, "true or false", filters);
        List<Integer> retainHandling = ofEach(IncomingAttributes.RETAIN_HANDLING, RETAIN_HANDLING, 0,
                "send, send-if-new or never", filters);
        List<Subscription> subscriptions = new ArrayList<>();
        for (int i = 0; i < filters.size(); i++) {
            subscriptions.add(new Subscription(filters.get(i), of(i, qos), of(i, noLocal), of(i, retainAsPublished),
                    of(i, retainHandling)));
        }
        sharedWithoutOwn(subscriptions);
        return subscriptions;
    }

    /** One value for all filters, or one for each. */
    private <T> List<T> ofEach(Attribute<String> attribute, Map<String, T> known, T unlessSet, String choices,
            List<String> filters) {
        String text = reader.get(attribute);
        if (text == null) {
            return List.of(unlessSet);
        }
        List<T> values = CommaList.split(text).stream().map(each -> known.get(each.toLowerCase(Locale.ROOT))).toList();
        if (values.contains(null)) {
            reader.problem(attribute, "use " + choices + ", or a comma-separated list of them");
            return List.of(unlessSet);
        }
        if (values.size() != 1 && values.size() != filters.size()) {
            reader.problem(attribute, "has " + values.size() + " values for " + filters.size()
                    + " topic filters; use one for all, or one for each", IncomingAttributes.TOPIC);
        }
        return values;
    }

    private static <T> T of(int index, List<T> values) {
        return values.get(index < values.size() ? index : 0);
    }

    /** [MQTT-3.8.3-4] makes it a protocol error, and brokers end the connection. */
    private void sharedWithoutOwn(List<Subscription> subscriptions) {
        Predicate<Subscription> wrong = subscription -> subscription.noLocal() && isShared(subscription);
        subscriptions.stream().filter(wrong).forEach(subscription -> reader.problem(NO_LOCAL, "'" + subscription.filter()
                + "' is a shared subscription, for which MQTT does not allow it; use false there", IncomingAttributes.TOPIC));
    }

    private static boolean isShared(Subscription subscription) {
        return subscription.filter().startsWith("$share/");
    }

    private static Map<String, Boolean> booleans() {
        Map<String, Boolean> booleans = new LinkedHashMap<>();
        AttributeReader.TRUE.forEach(name -> booleans.put(name, true));
        AttributeReader.FALSE.forEach(name -> booleans.put(name, false));
        return booleans;
    }
}
