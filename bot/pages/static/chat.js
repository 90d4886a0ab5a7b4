// Makes the chat page quicker and keeps it in step. The page does everything needed without this script.
// What a person sends is kept in this tab until the server has it, with an id by which the server answers it once.
(() => {
  'use strict'

  const RETRIES = [1000, 3000]
  const PATIENCE = 20000
  const TRY_AGAIN = 10000
  const POLL = 3000
  const POLL_HIDDEN = 15000
  const UNSENT = 'navigator-unsent'
  const DRAFT = 'navigator-draft'
  const ALOUD = 'navigator-read-aloud'

  const find = (id) => document.getElementById(id)
  const transcript = find('transcript')
  const say = find('say')
  const choose = find('choose')
  if (!transcript || !say || !choose || !window.fetch || !window.DOMParser || !window.URLSearchParams) return
  const text = find('text')
  const send = find('send')
  const status = find('status')
  const working = find('working')
  const notSent = find('not-sent')
  const offline = find('offline')
  const jump = find('jump')
  const csrf = say.elements.csrf.value
  const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
  const words = (element) => element.textContent.replace(/\s+/g, ' ').trim()

  // --- What is kept in this tab

  function keep (store, name, value) {
    try {
      if (value) store.setItem(name, value)
      else store.removeItem(name)
    } catch (error) { /* storage is full or switched off: the page works on without */ }
  }

  function kept (store, name) {
    try { return store.getItem(name) || '' } catch (error) { return '' }
  }

  // Those of another chat are not sent in this one: the proof tells them apart.
  let queue = []
  try {
    const found = JSON.parse(kept(window.sessionStorage, UNSENT) || '{}')
    if (found.of === csrf.slice(0, 16)) queue = found.messages
  } catch (error) { queue = [] }

  function keepQueue () {
    keep(window.sessionStorage, UNSENT, queue.length ? JSON.stringify({ of: csrf.slice(0, 16), messages: queue }) : '')
  }

  // The server may have a message although its acknowledgement was lost, by a restart say: the page shows it, once.
  // (The server adds to the id a seal of the words.)
  function settle () {
    const arrived = (message) => transcript.querySelector(`[data-sent-as^="${CSS.escape(message.id)}-"]`)
    queue.filter(arrived).forEach((message) => {
      const item = unsentItem(message)
      if (item) item.remove()
    })
    const waiting = queue.filter((message) => !arrived(message))
    if (waiting.length === queue.length) return
    queue = waiting
    keepQueue()
    notSent.hidden = true
  }

  if (!text.value) text.value = kept(window.sessionStorage, DRAFT)
  text.addEventListener('input', () => keep(window.sessionStorage, DRAFT, text.value))

  function newId () {
    const bytes = window.crypto.getRandomValues(new Uint8Array(16))
    return Array.from(bytes, (each) => each.toString(16).padStart(2, '0')).join('')
  }

  // --- Sending, one after the other

  let sending = false
  let again = 0

  function drawUnsent (message) {
    const item = find('unsent').content.firstElementChild.cloneNode(true)
    item.dataset.unsent = message.id
    item.querySelector('.message__typed').textContent = message.label
    transcript.append(item)
    return item
  }

  const unsentItem = (message) => transcript.querySelector(`[data-unsent="${message.id}"]`)

  function mark (message, state) {
    const line = (unsentItem(message) || drawUnsent(message)).querySelector('.message__time')
    line.textContent = line.dataset[state]
  }

  function setWorking (is) {
    working.hidden = !is
    if (is) {
      notSent.hidden = true
      status.textContent = words(working).replace(/\.+$/, '')
    }
  }

  function add (fields, label) {
    const message = { id: newId(), label, ...fields }
    queue.push(message)
    keepQueue()
    drawUnsent(message).scrollIntoView({ block: 'nearest' })
    pump()
  }

  async function post (message) {
    const body = new URLSearchParams({ csrf, client_message_id: message.id })
    if (message.choice) body.set('choice', message.choice)
    else body.set('text', message.text)
    const stop = new AbortController()
    const timer = setTimeout(() => stop.abort(), PATIENCE)
    try {
      return await fetch(say.action, {
        method: 'POST',
        body,
        headers: { 'X-Navigator-Fragment': '1', Accept: 'text/html' },
        credentials: 'same-origin',
        redirect: 'error',
        signal: stop.signal
      })
    } finally {
      clearTimeout(timer)
    }
  }

  async function postWithRetries (message) {
    for (const pause of RETRIES) {
      try {
        const response = await post(message)
        if (response.status < 500) return response
      } catch (error) { /* the network: once more, with the same id */ }
      await wait(pause)
    }
    const response = await post(message)
    if (response.status >= 500) throw new Error('the server could not keep it')
    return response
  }

  // The form as the browser would send it without this script: the page that comes says what is wrong.
  function submitWithoutScript (message) {
    const form = message.choice ? choose : say
    if (message.choice) {
      const field = document.createElement('input')
      field.type = 'hidden'
      field.name = 'choice'
      field.value = message.choice
      form.append(field)
    } else {
      keep(window.sessionStorage, DRAFT, text.value === message.text ? '' : text.value)
      text.value = message.text
    }
    form.elements.client_message_id.value = message.id
    HTMLFormElement.prototype.submit.call(form)
  }

  async function pump () {
    if (sending || !queue.length) return
    sending = true
    clearTimeout(again)
    const message = queue[0]
    mark(message, 'sending')
    setWorking(true)
    let html = ''
    try {
      const response = await postWithRetries(message)
      queue.shift()
      keepQueue()
      if (response.headers.get('X-Go-To')) {
        queue = []
        keepQueue()
        window.location.assign(response.headers.get('X-Go-To'))
        return
      }
      if (response.status !== 200) return submitWithoutScript(message)
      html = await response.text().catch(() => '')
    } catch (error) {
      sending = false
      working.hidden = true
      mark(message, 'waiting')
      notSent.hidden = false
      status.textContent = words(notSent.querySelector('p'))
      again = setTimeout(pump, TRY_AGAIN)
      look().catch(() => {}) // perhaps it did arrive, and only the answer was lost
      return
    }
    const item = unsentItem(message)
    if (item) item.remove()
    sending = false
    setWorking(false)
    show(html, true)
    watchDesk()
    listen()
    pump()
  }

  // --- Showing

  // Adds what is not there yet. Those who sent something are taken to its answer; nobody else is moved.
  function show (html, isOwn) {
    const pending = find('pending')
    if (pending) pending.remove()
    const page = new DOMParser().parseFromString(html, 'text/html')
    const unsent = transcript.querySelector('[data-unsent]')
    const added = Array.from(page.body.querySelectorAll('li.message')).filter((message) => {
      const name = message.dataset.message
      return !transcript.querySelector(`[data-message="${CSS.escape(name)}"]`)
    })
    const latest = find('latest')
    if (latest && added.some((message) => message.id === 'latest')) latest.id = latest.dataset.message
    added.forEach((message) => transcript.insertBefore(message, unsent))
    settle()
    const answers = added.filter((message) => message.classList.contains('message--navigator') && message.id !== 'pending')
    answers.forEach(offerToListen)
    const shown = answers.length ? answers : added
    if (!shown.length) return
    const said = shown.map((message) => Array.from(message.querySelectorAll('.message__text')).map(words).join(' ') || words(message)).join(' ')
    if (isOwn) {
      status.textContent = `${status.dataset.answer} ${said}`
      shown[0].focus({ preventScroll: true })
      added[0].scrollIntoView({ block: 'start' })
    } else if (answers.length) {
      status.textContent = `${status.dataset.new} ${said}`
      jump.hidden = answers[0].getBoundingClientRect().top < window.innerHeight
      jump.querySelector('a').hash = answers[0].id
      document.dispatchEvent(new CustomEvent('navigator:news'))
    }
    if (aloud.getAttribute('aria-pressed') === 'true') answers.forEach(readOut)
  }

  jump.addEventListener('click', () => { jump.hidden = true })

  function lastReply () {
    const replies = transcript.querySelectorAll('li[data-message^="navigator-"]')
    return replies.length ? replies[replies.length - 1].dataset.message.split('-')[1] : '0'
  }

  // --- News: pushed where the browser and the network allow it, asked for otherwise

  let source = null
  let polling = 0

  async function look () {
    if (sending) return
    const response = await fetch(`/chat/news?after=${lastReply()}`, { credentials: 'same-origin' })
    if (response.headers.has('X-Navigator-Chat') && transcript.querySelector('[data-message^="you-"]')) {
      queue = []
      keepQueue()
      window.location.replace('/chat')
      return
    }
    if (response.status !== 200 || sending) return
    show(await response.text(), false)
  }

  function stopListening () {
    clearTimeout(polling)
    polling = 0
    if (source) source.close()
    source = null
  }

  function poll () {
    clearTimeout(polling)
    polling = setTimeout(() => look().catch(() => {}).then(poll), document.hidden ? POLL_HIDDEN : POLL)
  }

  // A tab that is out of sight asks now and then: browsers allow few open streams for all tabs together.
  function listen () {
    if (!transcript.querySelector('[data-message^="you-"]')) return
    if (document.hidden || !window.EventSource) return poll()
    if (source) return
    clearTimeout(polling)
    polling = 0
    source = new EventSource(`/chat/events?after=${lastReply()}`)
    source.addEventListener('news', () => {
      look().catch(() => {})
      watchDesk()
    })
    source.addEventListener('error', () => {
      if (source && source.readyState === EventSource.CLOSED) {
        stopListening()
        poll()
      }
    })
  }

  document.addEventListener('visibilitychange', () => {
    stopListening()
    if (!document.hidden) look().catch(() => {})
    listen()
  })
  window.addEventListener('pagehide', stopListening)
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) look().catch(() => {}).then(listen)
  })

  // --- While somebody waits for an adviser or talks with one: how it stands, and who is typing

  const deskState = find('desk-state')
  const deskLine = find('desk-line')
  let typedAt = 0
  let watching = 0

  async function watchDesk () {
    clearTimeout(watching)
    let isWithPeople = false
    try {
      const isTyping = Date.now() - typedAt < POLL + 1000 && text.value.trim() ? '&typing=1' : ''
      const address = `/chat/messages?after=${lastReply()}${isTyping}`
      const response = await fetch(address, { headers: { Accept: 'application/json' }, credentials: 'same-origin' })
      const found = await response.json()
      isWithPeople = found.owner === 'waiting' || found.owner === 'adviser'
      if (deskLine.textContent !== found.state) {
        deskLine.textContent = found.state
        deskState.hidden = !found.state
        if (found.state && !/ is typing/.test(found.state)) status.textContent = found.state
      }
    } catch (error) {
      isWithPeople = true
    }
    if (isWithPeople) watching = setTimeout(watchDesk, POLL)
  }

  text.addEventListener('input', () => { typedAt = Date.now() })

  // --- Without a network

  function setOffline () { offline.hidden = navigator.onLine !== false }
  window.addEventListener('offline', () => {
    setOffline()
    status.textContent = words(offline)
  })
  window.addEventListener('online', () => {
    setOffline()
    pump()
    if (!queue.length) look().catch(() => {})
  })
  find('try-again').addEventListener('click', () => {
    text.focus()
    pump()
  })
  setOffline()

  // --- Reading aloud, where the browser can

  const aloud = find('read-aloud')
  const canSpeak = () => 'speechSynthesis' in window && window.speechSynthesis.getVoices().length > 0
  let speaking = null

  function hush () {
    window.speechSynthesis.cancel()
    if (speaking) speaking.textContent = aloud.dataset.one
    speaking = null
  }

  function readOut (message) {
    if (!canSpeak()) return
    const said = Array.from(message.querySelectorAll('.message__text, .contact, .choice')).map(words).join('. ')
    const speech = new SpeechSynthesisUtterance(said)
    speech.lang = 'en-GB'
    window.speechSynthesis.speak(speech)
    return speech
  }

  function offerToListen (message) {
    if (!canSpeak() || message.querySelector('.listen') || !message.querySelector('.message__text')) return
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'listen'
    button.textContent = aloud.dataset.one
    button.addEventListener('click', () => {
      const wasThis = speaking === button
      hush()
      if (wasThis) return
      const speech = readOut(message)
      if (!speech) return
      button.textContent = aloud.dataset.stop
      speaking = button
      speech.addEventListener('end', () => { if (speaking === button) hush() })
    })
    message.append(button)
  }

  function offerSpeech () {
    if (!canSpeak()) return
    aloud.hidden = false
    aloud.setAttribute('aria-pressed', String(kept(window.localStorage, ALOUD) === 'yes'))
    transcript.querySelectorAll('.message--navigator').forEach(offerToListen)
  }

  aloud.addEventListener('click', () => {
    const is = aloud.getAttribute('aria-pressed') !== 'true'
    aloud.setAttribute('aria-pressed', String(is))
    keep(window.localStorage, ALOUD, is ? 'yes' : '')
    if (!is) hush()
  })
  offerSpeech()
  if ('speechSynthesis' in window && window.speechSynthesis.addEventListener) {
    window.speechSynthesis.addEventListener('voiceschanged', offerSpeech)
  }

  // --- What the person does

  function sayIt () {
    const typed = text.value
    if (!typed.trim()) {
      // Nothing to send: the page says so, unless this is the second press of two.
      if (!queue.length) HTMLFormElement.prototype.submit.call(say)
      return
    }
    text.value = ''
    keep(window.sessionStorage, DRAFT, '')
    add({ text: typed }, typed.trim())
  }

  say.addEventListener('submit', (event) => {
    event.preventDefault()
    sayIt()
  })

  choose.addEventListener('submit', (event) => {
    if (!event.submitter) return
    event.preventDefault()
    // A second press while the first is under way would choose twice.
    if (queue.some((message) => message.choice)) return
    const label = event.submitter.cloneNode(true)
    label.querySelectorAll('.choice__number').forEach((number) => number.remove())
    add({ choice: event.submitter.value }, words(label))
  })

  // With a real keyboard, Enter sends and Shift+Enter starts a new line, as people expect of a chat.
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || !window.matchMedia('(pointer: fine)').matches) return
    event.preventDefault()
    sayIt()
  })

  // Deleting leaves nothing in this tab either.
  document.querySelectorAll('form[action="/chat/delete"]').forEach((form) => form.addEventListener('submit', () => {
    keep(window.sessionStorage, DRAFT, '')
    keep(window.sessionStorage, UNSENT, '')
  }))

  // In a frame some browsers keep no cookies at all: then a page of its own is the way.
  if (window.parent !== window) {
    fetch('/chat/news', { credentials: 'same-origin' }).then((response) => {
      find('no-cookies').hidden = response.headers.get('X-Navigator-Chat') !== 'no-cookie'
    }).catch(() => {})
  }

  settle()
  queue.forEach((message) => mark(message, 'waiting'))
  if (deskState.dataset.owner !== 'bot') watchDesk()
  listen()
  pump()
})()
