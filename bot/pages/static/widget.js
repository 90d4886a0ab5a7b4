// <navigator-chat>: the council's chat on any web page. It draws a button and a panel that nothing on the page can
// restyle or read, and shows the chat's own page in the panel. No inline code or style, nothing from anybody else.
(() => {
  'use strict'
  if (!window.customElements || !window.fetch || customElements.get('navigator-chat')) return

  const HOME = new URL(document.currentScript.src).origin
  const OPEN = 'navigator-chat-open'
  const NARROW = '(max-width: 40rem), (max-height: 32rem)'
  const PLAIN = { name: 'Navigator', greeting: 'Chat with us', colour: '#1d4f91', position: 'right' }
  const TEXT_CONTRAST = 4.5

  // Sizes in em from `medium`, which is the reader's own: a page's rem may be anything.
  const STYLE = `
    :host { all: initial !important; display: block !important; }
    [hidden] { display: none !important; }
    * { box-sizing: border-box; }
    .dock { position: fixed; inset: auto; bottom: 1em; right: 1em; margin: 0; padding: 0; border: 0; background: none; overflow: visible;
      z-index: 2147483647; width: auto; height: auto; font: 400 medium/1.4 Arial, sans-serif; color: #0b0c0c; }
    .dock.left { right: auto; left: 1em; }
    button, .link { font: 700 1em/1.25 Arial, sans-serif; cursor: pointer; min-height: 2.75em; padding: 0.625em 1em; border-radius: 0.25em; }
    .launch, .link { display: inline-flex; align-items: center; gap: 0.5em; max-width: calc(100vw - 2em); color: #fff; background: var(--colour);
      border: 0.125em solid #fff; outline: 0.0625em solid #0b0c0c; text-decoration: none; text-align: left; }
    .launch svg { flex: none; width: 1.5em; height: 1.5em; fill: currentcolor; }
    .launch:hover, .link:hover { text-decoration: underline; }
    button:focus-visible, .link:focus-visible, a:focus-visible { outline: 0.1875em solid #0b0c0c; outline-offset: 0; background: #fd0; color: #0b0c0c;
      box-shadow: 0 0 0 0.3125em #fd0; }
    .news { background: #fff; color: #0b0c0c; border-radius: 1em; padding: 0 0.5em; }
    dialog { position: absolute; inset: auto; bottom: 0; right: 0; margin: 0; padding: 0; width: 27em; height: 42em; max-width: calc(100vw - 2em);
      max-height: calc(100vh - 2em); border: 0.125em solid #0b0c0c; border-radius: 0.25em; background: #fff; color: #0b0c0c; }
    .left dialog { right: auto; left: 0; }
    dialog[open] { display: flex; flex-direction: column; }
    dialog.whole { position: fixed; inset: 0; width: 100%; height: 100%; max-width: none; max-height: none; border: 0; border-radius: 0; }
    .head { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25em 0.75em; padding: 0.375em 0.75em; background: var(--colour); color: #fff; }
    h2 { flex: 1 1 8em; margin: 0; font: 700 1.125em/1.25 Arial, sans-serif; }
    .head a { color: #fff; padding: 0.625em 0; font: 400 1em/1.25 Arial, sans-serif; }
    .head button { color: #0b0c0c; background: #fff; border: 0.125em solid #fff; }
    iframe { flex: 1; width: 100%; border: 0; min-height: 0; background: #fff; }
    .said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    @media (forced-colors: active) { .launch, .link, .head button { border-color: ButtonText; } }
    @media print { .dock { display: none; } }
  `

  function linear (part) {
    const channel = parseInt(part, 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  }

  // White letters stand on it: a colour on which they can't be read is not taken.
  function isReadable (colour) {
    const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour)
    if (!parts) return false
    const [red, green, blue] = parts.slice(1).map(linear)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= TEXT_CONTRAST
  }

  function make (name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties)
    element.append(...children)
    return element
  }

  function icon () {
    const space = 'http://www.w3.org/2000/svg'
    const svg = document.createElementNS(space, 'svg')
    svg.setAttribute('viewBox', '0 0 24 24')
    svg.setAttribute('aria-hidden', 'true')
    const path = document.createElementNS(space, 'path')
    path.setAttribute('d', 'M3 4h18v13H10l-5 4v-4H3z')
    svg.append(path)
    return svg
  }

  // Whether the panel is open goes with the tab to the next page; what was said stays with the chat's own site.
  const remember = (open) => { try { sessionStorage.setItem(OPEN, open ? 'yes' : 'no') } catch (error) { /* not kept */ } }
  const wasOpen = () => { try { return sessionStorage.getItem(OPEN) === 'yes' } catch (error) { return false } }

  class NavigatorChat extends HTMLElement {
    connectedCallback () {
      if (this.shadowRoot) return
      const root = this.attachShadow({ mode: 'open' })
      this.dress(root)
      this.dock = make('div', { className: 'dock', lang: 'en-GB' })
      root.append(this.dock)
      this.start()
    }

    // A sheet that is made, not written into the page: the page's own rules against inline style don't stop it.
    dress (root) {
      if ('adoptedStyleSheets' in root && window.CSSStyleSheet && CSSStyleSheet.prototype.replaceSync) {
        const sheet = new CSSStyleSheet()
        sheet.replaceSync(STYLE)
        root.adoptedStyleSheets = [sheet]
      } else {
        root.append(make('style', { textContent: STYLE }))
      }
    }

    async start () {
      let given = {}
      let isListed = true
      try {
        const response = await fetch(`${HOME}/widget.json`, { credentials: 'omit' })
        given = await response.json()
      } catch (error) {
        isListed = false
        console.warn('navigator-chat: the settings could not be read, so a link is shown. Is this website in widget.origins of council.yml, and ' + HOME + ' in connect-src?')
      }
      const own = {}
      for (const name of Object.keys(PLAIN)) {
        if (this.getAttribute(name)) own[name] = this.getAttribute(name)
      }
      if (own.colour && !isReadable(own.colour)) {
        console.warn('navigator-chat: white letters can\'t be read on ' + own.colour + '. The colour was not taken.')
        delete own.colour
      }
      this.settings = { ...PLAIN, ...given, ...own }
      this.dock.style.setProperty('--colour', this.settings.colour)
      this.dock.classList.toggle('left', this.settings.position === 'left')
      if (isListed && window.HTMLDialogElement) this.drawPanel()
      else this.dock.append(make('a', { className: 'link', href: `${HOME}/chat`, textContent: this.settings.greeting }))
      this.lift()
    }

    // Above everything on the page, whatever its own layers, and outside anything that clips or turns it.
    lift () {
      if (!this.dock.showPopover) return
      this.dock.popover = 'manual'
      this.dock.showPopover()
    }

    drawPanel () {
      const { name, greeting } = this.settings
      this.badge = make('span', { className: 'news', hidden: true, textContent: 'New message' })
      this.launch = make('button', { className: 'launch', type: 'button' }, icon(), make('span', { textContent: greeting }), this.badge)
      this.launch.setAttribute('aria-expanded', 'false')
      this.launch.setAttribute('aria-haspopup', 'dialog')
      this.heading = make('h2', { id: 'heading', textContent: `Chat with ${name}` })
      this.shut = make('button', { type: 'button', textContent: 'Close' })
      this.shut.setAttribute('aria-label', 'Close the chat')
      const alone = make('a', { href: `${HOME}/chat`, target: '_blank', rel: 'noopener' }, 'Full page')
      alone.append(make('span', { className: 'said', textContent: ' (opens in a new tab)' }))
      this.panel = make('dialog', {}, make('div', { className: 'head' }, this.heading, alone, this.shut))
      this.panel.setAttribute('aria-labelledby', 'heading')
      this.said = make('p', { className: 'said' })
      this.said.setAttribute('role', 'status')
      this.dock.append(this.launch, this.panel, this.said)
      this.launch.addEventListener('click', () => this.open(true))
      this.shut.addEventListener('click', () => this.close())
      this.panel.addEventListener('cancel', (event) => { event.preventDefault(); this.close() })
      this.panel.addEventListener('keydown', (event) => { if (event.key === 'Escape') this.close() })
      window.addEventListener('message', (event) => this.hear(event))
      this.narrow = window.matchMedia(NARROW)
      this.narrow.addEventListener('change', () => { if (this.panel.open) this.show() })
      this.watchShift()
      // On a small screen the panel would cover the page that somebody has just gone to.
      if (wasOpen() && !this.narrow.matches) this.open(false)
    }

    open (byPerson) {
      if (!this.frame) {
        this.frame = make('iframe', { src: `${HOME}/chat?embedded=1`, title: `Chat with ${this.settings.name}` })
        this.panel.append(this.frame)
      }
      this.badge.hidden = true
      this.said.textContent = ''
      this.wantsFocus = byPerson
      this.show()
      this.launch.hidden = true
      this.launch.setAttribute('aria-expanded', 'true')
      remember(true)
      if (byPerson) {
        this.shut.focus()
        this.tell()
      }
    }

    // A panel beside the page, or all of a small screen: then nothing behind it can be reached.
    show () {
      if (this.panel.open) this.panel.close()
      this.panel.classList.toggle('whole', this.narrow.matches)
      if (this.narrow.matches) {
        this.panel.showModal()
      } else {
        // show() moves the focus; a panel that comes back with a new page must not.
        this.panel.setAttribute('open', '')
      }
    }

    close () {
      this.panel.close()
      this.panel.removeAttribute('open')
      this.launch.hidden = false
      this.launch.setAttribute('aria-expanded', 'false')
      this.launch.focus()
      remember(false)
    }

    tell () {
      if (!this.isReady) return
      this.wantsFocus = false
      this.frame.focus()
      this.frame.contentWindow.postMessage({ navigator: 'opened' }, HOME)
    }

    hear (event) {
      if (event.origin !== HOME || !this.frame || event.source !== this.frame.contentWindow || !event.data) return
      const what = event.data.navigator
      if (what === 'ready') {
        this.isReady = true
        if (this.wantsFocus) this.tell()
      } else if (what === 'close') {
        this.close()
      } else if (what === 'leave') {
        this.leave()
      } else if (what === 'news' && !this.panel.open) {
        this.badge.hidden = false
        this.said.textContent = `New message from ${this.settings.name}`
      }
    }

    leave () {
      remember(false)
      document.documentElement.style.setProperty('display', 'none', 'important')
      document.title = '\u00a0'
      window.location.replace(this.settings.leave_to)
    }

    // Three presses of Shift leave, as in the chat itself, while the panel is open and the focus is on the page.
    watchShift () {
      let presses = []
      document.addEventListener('keyup', (event) => {
        if (!this.panel.open || event.key !== 'Shift') {
          presses = []
          return
        }
        presses = [...presses, Date.now()].filter((at) => Date.now() - at < 5000)
        if (presses.length >= 3) this.leave()
      })
    }
  }

  customElements.define('navigator-chat', NavigatorChat)
})()
