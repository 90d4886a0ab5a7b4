// Searches as an adviser types, and copies a case note. All works without it.
(function () {
  'use strict'

  var search = document.getElementById('search')
  var copy = document.getElementById('copy')

  if (search && window.fetch) {
    var q = document.getElementById('q')
    var found = document.getElementById('found')
    var state = document.getElementById('found-state')
    var waiting = null
    var asked = 0
    q.addEventListener('input', function () {
      clearTimeout(waiting)
      waiting = setTimeout(function () {
        var mine = ++asked
        fetch(search.dataset.search + '?q=' + encodeURIComponent(q.value), { credentials: 'same-origin' }).then(function (response) {
          if (response.redirected) { window.location.reload(); return '' }
          return response.text()
        }).then(function (html) {
          if (mine !== asked) return
          var part = new DOMParser().parseFromString(html, 'text/html')
          found.replaceChildren.apply(found, Array.prototype.slice.call(part.body.children))
          var answers = found.querySelectorAll('.desk-answer').length
          state.textContent = q.value.trim() ? answers + (answers === 1 ? ' answer' : ' answers') : ''
        }).catch(function () { state.textContent = 'Not connected. Press Find.' })
      }, 150)
    })
  }

  if (copy && navigator.clipboard) {
    copy.hidden = false
    copy.addEventListener('click', function () {
      navigator.clipboard.writeText(document.getElementById('text').value).then(function () {
        document.getElementById('copied').textContent = 'Copied.'
      }).catch(function () { document.getElementById('copied').textContent = 'Not copied. Select the text and copy it.' })
    })
  }
})()
