// Keeps the desk fresh: server-sent events, or looking every few seconds where they don't get through. All works without it.
(function () {
  'use strict'

  var LOOK_EVERY = 4000
  var fresh = document.getElementById('fresh')
  var told = document.getElementById('live-state')
  var sound = document.getElementById('sound')
  var say = document.getElementById('say')
  var search = document.getElementById('search')
  var polling = false
  var audio = null

  function beep () {
    if (!audio) return
    var tone = audio.createOscillator()
    var gain = audio.createGain()
    gain.gain.value = 0.1
    tone.connect(gain)
    gain.connect(audio.destination)
    tone.frequency.value = 660
    tone.start()
    tone.stop(audio.currentTime + 0.25)
  }

  // <alerts>.<waiting, or the person's last message>: more of either is worth a sound and a word.
  function changed (state) {
    var before = fresh.dataset.state
    if (state === before || !fresh.dataset.part) return
    fresh.dataset.state = state
    var was = before.split('.').map(Number)
    var now = state.split('.').map(Number)
    fetch(fresh.dataset.part, { credentials: 'same-origin' }).then(function (response) {
      if (response.redirected) window.location.reload()
      return response.text()
    }).then(function (html) {
      var part = new DOMParser().parseFromString(html, 'text/html').querySelector('[data-title]')
      if (!part || fresh.contains(document.activeElement)) { if (part) later(part); return }
      put(part)
    }).catch(function () {})
    if (now[0] > was[0]) { told.textContent = 'New alert: somebody may be in danger.'; beep(); beep() }
    else if (now[1] > was[1]) { told.textContent = say ? 'A new message.' : 'Somebody new is waiting.'; beep() }
    if (now[0] > was[0] || now[1] > was[1]) document.title = '* ' + document.title.replace(/^\* /, '')
  }

  // Nobody loses their place: while the focus is inside, the new list waits until it has left.
  function later (part) {
    fresh.addEventListener('focusout', function () { setTimeout(function () { if (!fresh.contains(document.activeElement)) put(part) }, 0) }, { once: true })
  }

  function put (part) {
    var star = document.hidden || document.title.charAt(0) === '*' ? '* ' : ''
    fresh.replaceChildren(part)
    document.title = star + part.dataset.title + ' - desk'
  }

  function poll () {
    if (polling) return
    polling = true
    setInterval(function () {
      fetch(fresh.dataset.changes, { credentials: 'same-origin' }).then(function (response) {
        if (response.status === 401) { window.location.reload(); return null }
        return response.json().then(function (found) { changed(found.state) })
      }).catch(function () { told.textContent = 'Not connected. Looking again.' })
    }, LOOK_EVERY)
  }

  if (fresh && window.fetch) {
    if (window.EventSource) {
      var failures = 0
      var events = new EventSource(fresh.dataset.events)
      events.onmessage = function (event) { failures = 0; changed(event.data) }
      events.addEventListener('signed-out', function () { events.close(); window.location.reload() })
      events.onerror = function () {
        failures += 1
        if (failures > 3) { events.close(); poll() }
      }
    } else poll()
  }

  document.addEventListener('visibilitychange', function () {
    if (!document.hidden) document.title = document.title.replace(/^\* /, '')
  })

  // Browsers allow sound only after a click.
  if (sound && window.AudioContext) {
    sound.hidden = false
    sound.addEventListener('click', function () {
      audio = audio ? null : new AudioContext()
      sound.setAttribute('aria-pressed', String(Boolean(audio)))
      beep()
    })
  }

  if (say) {
    var text = document.getElementById('text')
    var typed = 0
    text.addEventListener('keydown', function (event) {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault()
        if (text.value.trim()) say.requestSubmit()
      }
    })
    text.addEventListener('input', function () {
      if (Date.now() - typed < 4000) return
      typed = Date.now()
      fetch(say.dataset.typing, { method: 'POST', body: new URLSearchParams(new FormData(say)), credentials: 'same-origin' }).catch(function () {})
    })
  }

  if (search) {
    var box = document.getElementById('q')
    var found = document.getElementById('found')
    var timer = null
    box.addEventListener('input', function () {
      clearTimeout(timer)
      timer = setTimeout(function () {
        fetch(search.dataset.answers + '&q=' + encodeURIComponent(box.value), { credentials: 'same-origin' }).then(function (response) {
          return response.ok ? response.text() : ''
        }).then(function (html) {
          found.replaceChildren.apply(found, new DOMParser().parseFromString(html, 'text/html').body.childNodes)
        }).catch(function () {})
      }, 200)
    })
    found.addEventListener('click', function (event) {
      var link = event.target.closest('.desk-insert')
      if (!link || !say) return
      event.preventDefault()
      text.value = (text.value.trim() ? text.value.trim() + '\n\n' : '') + link.dataset.text.trim()
      document.getElementById('answer').value = link.dataset.answer
      text.focus()
    })
  }
})()
