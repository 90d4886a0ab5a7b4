<?php
/*
 * Plugin Name: Navigator chat
 * Description: Shows the council's chat on every page.
 */

const NAVIGATOR_CHAT = 'https://chat.exampleshire.example';

add_action('wp_enqueue_scripts', function () {
    wp_enqueue_script('navigator-chat', NAVIGATOR_CHAT . '/widget.js', [], null, ['strategy' => 'defer']);
});

add_action('wp_footer', function () {
    printf('<navigator-chat><a href="%s/chat">Chat about personal budgets</a></navigator-chat>', esc_url(NAVIGATOR_CHAT));
});
