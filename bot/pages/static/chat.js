// Makes the chat page quicker. The page does everything without this script, and whatever fails here falls back on the form.
(function () {
  'use strict'

  var RETRIES = [1000, 3000]
  var PATIENCE = 20000
  var LOOK_AGAIN = 2500

  var transcript = document.getElementById('transcript')
  var say = document.getElementById('say')
  var choose = document.getElementById('choose')
  if (!transcript || !say || !choose || !window.fetch || !window.DOMParser) return
  var text = document.getElementById('text')
  var send = document.getElementById('send')
  var status = document.getElementById('status')
  var working = document.getElementById('working')
  var notSent = document.getElementById('not-sent')
  var busy = false

  function setBusy (is) {
    busy = is
    working.hidden = !is
    send.setAttribute('aria-disabled', String(is))
    if (is) {
      notSent.hidden = true
      status.textContent = working.textContent
    }
  }

  // The form as the browser would send it, without this script.
  function submitWithoutScript (form, choice) {
    if (choice) {
      var field = document.createElement('input')
      field.type = 'hidden'
      field.name = 'choice'
      field.value = choice
      form.appendChild(field)
    }
    HTMLFormElement.prototype.submit.call(form)
  }

  function wait (milliseconds) {
    return new Promise(function (resolve) { setTimeout(resolve, milliseconds) })
  }

  // The same message with the same id again, when the network failed: the server answers it once.
  function post (body, tried) {
    var stop = window.AbortController ? new AbortController() : null
    var timer = setTimeout(function () { if (stop) stop.abort() }, PATIENCE)
    return fetch(say.action, {
      method: 'POST',
      body: body,
      headers: { 'X-Navigator-Fragment': '1', Accept: 'text/html' },
      credentials: 'same-origin',
      redirect: 'error',
      signal: stop ? stop.signal : undefined
    }).then(function (response) {
      clearTimeout(timer)
      return response
    }, function (error) {
      clearTimeout(timer)
      if (tried >= RETRIES.length) throw error
      return wait(RETRIES[tried]).then(function () { return post(body, tried + 1) })
    })
  }

  function show (html, nextId) {
    var pending = document.getElementById('pending')
    if (pending) pending.remove()
    var latest = document.getElementById('latest')
    if (latest) latest.removeAttribute('id')
    var added = Array.prototype.slice.call(new DOMParser().parseFromString(html, 'text/html').body.querySelectorAll('li.message'))
    added.forEach(function (message) { transcript.appendChild(message) })
    if (nextId) {
      document.querySelectorAll('input[name="client_message_id"]').forEach(function (field) { field.value = nextId })
    }
    var answers = added.filter(function (message) { return message.classList.contains('message--navigator') })
    status.textContent = 'Answer: ' + answers.map(function (message) {
      var words = message.querySelector('.message__text') || message
      return words.textContent.replace(/\s+/g, ' ').trim()
    }).join(' ')
    var first = answers[0] || added[0]
    if (first) first.focus({ preventScroll: true })
    if (added[0]) added[0].scrollIntoView({ block: 'start' })
    if (document.getElementById('pending')) lookAgain()
    watch()
  }

  function lastReply () {
    var replies = transcript.querySelectorAll('li[id^="navigator-"]')
    return replies.length ? replies[replies.length - 1].id.split('-')[1] : '0'
  }

  // An answer that takes longer: the page is read again when it is there, unless the person has begun to type.
  function lookAgain () {
    wait(LOOK_AGAIN).then(function () {
      return fetch('/chat/messages?after=' + lastReply(), { headers: { Accept: 'application/json' }, credentials: 'same-origin' })
    }).then(function (response) { return response.json() }).then(function (found) {
      if (found.pending) return lookAgain()
      if (!text.value.trim()) window.location.replace('/chat?again=1#latest')
      else status.textContent = 'Your answer is there. Use the link: look for the answer.'
    }).catch(function () { lookAgain() })
  }

  function submit (form, choice) {
    if (busy) return
    var fields = new URLSearchParams(new FormData(form))
    if (choice) fields.set('choice', choice)
    var typed = text.value
    setBusy(true)
    post(fields, 0).then(function (response) {
      if (response.headers.get('X-Go-To')) {
        window.location.assign(response.headers.get('X-Go-To'))
        return null
      }
      if (response.status !== 200) {
        submitWithoutScript(form, choice)
        return null
      }
      return response.text().then(function (html) {
        setBusy(false)
        if (!choice && text.value === typed) text.value = ''
        show(html, response.headers.get('X-Next-Message-Id'))
      })
    }).catch(function () {
      setBusy(false)
      notSent.hidden = false
      status.textContent = notSent.textContent
    })
  }

  say.addEventListener('submit', function (event) {
    event.preventDefault()
    submit(say, '')
  })

  choose.addEventListener('submit', function (event) {
    if (!event.submitter) return
    event.preventDefault()
    submit(choose, event.submitter.value)
  })

  // With a real keyboard, Enter sends and Shift+Enter starts a new line, as people expect of a chat.
  text.addEventListener('keydown', function (event) {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || !window.matchMedia('(pointer: fine)').matches) return
    event.preventDefault()
    submit(say, '')
  })

  // While somebody waits for an adviser or talks with one: news without loading the page again.
  var NEWS = 3000
  var deskState = document.getElementById('desk-state')
  var deskLine = document.getElementById('desk-line')
  var typedAt = 0
  var watching = false

  function tell (line) {
    if (deskLine.textContent === line) return
    deskLine.textContent = line
    deskState.hidden = !line
    if (line && !/ is typing/.test(line)) status.textContent = line
  }

  function news () {
    var isTyping = Date.now() - typedAt < NEWS + 1000 && text.value.trim() ? '&typing=1' : ''
    fetch('/chat/messages?after=' + lastReply() + isTyping, { headers: { Accept: 'application/json' }, credentials: 'same-origin' })
      .then(function (response) { return response.json() })
      .then(function (found) {
        tell(found.state)
        watching = found.owner === 'waiting' || found.owner === 'adviser'
        var isNew = found.messages.some(function (message) { return message.from !== 'you' && !document.getElementById(message.id) })
        if (!isNew || busy) return null
        return fetch('/chat', { headers: { Accept: 'text/html' }, credentials: 'same-origin' })
          .then(function (response) { return response.text() }).then(take)
      })
      .catch(function () {})
      .then(function () { if (watching) setTimeout(news, NEWS) })
  }

  function watch () {
    if (watching || !deskState) return
    watching = true
    news()
  }

  // The messages that are not there yet, out of the whole page; the person's own place and words stay.
  function take (html) {
    var page = new DOMParser().parseFromString(html, 'text/html')
    var added = Array.prototype.filter.call(page.querySelectorAll('#transcript > li.message--navigator'), function (message) {
      return message.id !== 'pending' && !document.getElementById(message.id)
    })
    added.forEach(function (message) { transcript.appendChild(message) })
    status.textContent = added.map(function (message) { return message.textContent.replace(/\s+/g, ' ').trim() }).join(' ')
  }

  if (deskState && deskLine) {
    text.addEventListener('input', function () { typedAt = Date.now() })
    if (deskState.dataset.owner !== 'bot') watch()
  }

  if (document.getElementById('pending')) lookAgain()
})()
