// On every page: leaving quickly, and what a page in the widget's panel tells the page around it.
// Without this script the link to leave is a plain link.
(() => {
  'use strict'

  const PRESSES = 3
  const WITHIN = 5000

  const link = document.querySelector('a.leave')
  const status = document.getElementById('leave-status')
  const inPanel = window.parent !== window && document.documentElement.classList.contains('embedded')
  let presses = 0
  let timer

  // No words go out: the page around the panel belongs to somebody else.
  function tell (what) {
    if (inPanel) window.parent.postMessage({ navigator: what }, '*')
  }

  function leave () {
    document.documentElement.hidden = true
    document.title = '\u00a0'
    try { window.sessionStorage.clear() } catch (error) { /* storage is switched off: nothing is kept */ }
    if (window.speechSynthesis) window.speechSynthesis.cancel()
    if (!inPanel) return window.location.replace(link.href)
    tell('leave')
    // The page around the panel takes itself away, and out of the history. Should it not, the panel does what it can.
    setTimeout(() => window.open(link.href, '_top'), 500)
  }

  if (link) {
    document.querySelectorAll('a.leave, a.leave-link').forEach((each) => each.addEventListener('click', (event) => {
      event.preventDefault()
      leave()
    }))
    document.addEventListener('keyup', (event) => {
      clearTimeout(timer)
      if (event.key !== 'Shift') {
        presses = 0
        status.textContent = ''
        return
      }
      presses += 1
      if (presses >= PRESSES) return leave()
      status.textContent = status.dataset.words.replace('#', String(PRESSES - presses))
      timer = setTimeout(() => { presses = 0; status.textContent = '' }, WITHIN)
    })
  }

  if (!inPanel) return

  // Other sites refuse to be shown in a panel: they get a tab of their own, and the link says so.
  function openElsewhere (root) {
    root.querySelectorAll('a[href^="http"]').forEach((each) => {
      if (each.origin === window.location.origin || each.target) return
      each.target = '_blank'
      each.rel = 'noopener noreferrer'
      const note = document.createElement('span')
      note.className = 'govuk-visually-hidden'
      note.textContent = ' (opens in a new tab)'
      each.append(note)
    })
  }
  openElsewhere(document)
  const transcript = document.getElementById('transcript')
  if (transcript) new MutationObserver(() => openElsewhere(transcript)).observe(transcript, { childList: true })

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.isComposing) tell('close')
  })
  document.addEventListener('navigator:news', () => tell('news'))
  window.addEventListener('message', (event) => {
    if (event.source !== window.parent || !event.data || event.data.navigator !== 'opened') return
    const place = document.getElementById('latest') || document.querySelector('h1')
    if (place.tagName === 'H1') place.tabIndex = -1
    place.focus({ preventScroll: true })
    place.scrollIntoView({ block: 'start' })
  })
  tell('ready')
})()
