package io.quarkiverse.mqttx.api;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The values of the variables of the channel's {@code topic} in the topic of a message: with
 * <code>topic=plant/{line}/+/temperature</code>, {@code line} is {@code 7} in {@code plant/7/oven/temperature}. A
 * method with {@code @Incoming} may have it as a parameter after the payload. Nothing is looked up before it is asked
 * for. Immutable, for any thread.
 */
public interface TopicVariables {

    /**
     * What the name stands for. May be empty, as levels of a topic may.
     *
     * @throws NoSuchElementException which tells the names there are, if the topic that the message came by does not have this
     *         one
     */
    default String get(String name) {
        return getTopicVariable(name).orElseThrow(() -> new NoSuchElementException(getTopicTemplate()
                .map(template -> "the topic '" + template + "' has no value for {" + name + "} in this message; it has "
                        + getTopicVariables())
                .orElse("no value for {" + name + "}: the topic that this message came by has no variables; give the channel"
                        + " one with {" + name + "}")));
    }

    /**
     * What the name stands for. Empty when the topic that the message came by does not have it, and for <code>{path#}</code>
     * when the topic of the message ends before it.
     */
    Optional<String> getTopicVariable(String name);

    /** All names with what they stand for, in the order of the topic. */
    Map<String, String> getTopicVariables();

    /**
     * By which of the channel's topics the message came: the first that matches. Empty when that one has no variables.
     */
    Optional<String> getTopicTemplate();
}
