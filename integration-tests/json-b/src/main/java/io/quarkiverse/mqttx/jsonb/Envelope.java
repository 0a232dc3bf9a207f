package io.quarkiverse.mqttx.jsonb;

/** No record: Yasson does not read generic ones. */
public class Envelope<T> {

    public String id;
    public T content;
}
