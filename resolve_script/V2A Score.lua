-- V2A Score, of otio-v2a: puts the open timeline into the watch folder, to be scored there.
--
-- For the free edition from 21.1 on, whose menu runs nothing but Lua; every Resolve from 18.5 on
-- runs it. `otio-v2a resolve install` writes the watch folder into the next line.
local WATCH = ""

-- From here to "Its own" both scripts are alike: each has to stand alone. Little is taken for
-- granted: the menu of free 21.1 on macOS has no io, no os.rename, no os.remove, and shows nobody
-- what is printed; it has loadfile. No Lua of a menu has to have ffi, package or require.
-- Source: measured by github.com/saadk408/davinci-resolve-lua-mcp; Resolve fact sheet section 14.

local SIGN = "V2A: "
local LONGEST_SIGN = 160
local LONGEST_TIMELINE, LONGEST_PROJECT = 64, 24
local RESERVED = { CON = true, PRN = true, AUX = true, NUL = true }
for number = 1, 9 do
    RESERVED["COM" .. number], RESERVED["LPT" .. number] = true, true
end

-- The media pool, once a project is open.
local pool

-- The menu's _G has its globals behind a metatable; what it does not have may raise.
local function global(name)
    local value = rawget(_G, name)
    if value ~= nil then
        return value
    end
    local ok, found = pcall(function()
        return _G[name]
    end)
    return ok and found or nil
end

-- What a call returns; nil when it raises, or returns nothing or false.
local function attempt(call, ...)
    local ok, value = pcall(call, ...)
    return ok and value or nil
end

local function stop(title, why, fix)
    error({ title = title, why = why, fix = fix }, 0)
end

local function printable(text)
    return (string.gsub(tostring(text), "[%z\1-\31\127]", " "))
end

-- The longest beginning of a text that fits, whole letters of UTF-8.
local function beginning(text, most)
    if #text <= most then
        return text
    end
    while most > 0 and string.find(text, "^[\128-\191]", most + 1) do
        most = most - 1
    end
    return string.sub(text, 1, most)
end

local function has_sign(bin)
    return bin ~= nil and string.sub(bin:GetName(), 1, #SIGN) == SIGN
end

-- Our word to the editor: the name of an empty bin, instead of the last one.
local function leave_word(text)
    local root, current = pool:GetRootFolder(), pool:GetCurrentFolder()
    local old = {}
    for _, bin in ipairs(root:GetSubFolderList()) do
        if has_sign(bin) and #bin:GetClipList() == 0 and #bin:GetSubFolderList() == 0 then
            old[#old + 1] = bin
        end
    end
    if has_sign(current) then
        current = root
    end
    if #old > 0 then
        pool:SetCurrentFolder(current)
        pool:DeleteFolders(old)
    end
    if text then
        pool:AddSubFolder(root, beginning(SIGN .. printable(text), LONGEST_SIGN))
        pool:SetCurrentFolder(current)
    end
end

-- Print lines; what the bin says of them is `word`, if anything.
local function say(word, lines)
    local show = global("print")
    for number, line in ipairs(lines) do
        if show then
            show((number == 1 and "otio-v2a: " or "  ") .. printable(line))
        end
    end
    if pool then
        attempt(leave_word, word)
    end
end

local function is_windows()
    return string.find(WATCH, "^%a:[/\\]") or string.find(WATCH, "^\\\\")
end

-- A path inside the watch folder, as this system writes it.
local function inside(relative)
    local path = string.gsub(WATCH, "[/\\]+$", "") .. "/" .. relative
    return is_windows() and (string.gsub(path, "/", "\\")) or path
end

-- A name of somebody's as a part of a file's name, on every system, and none that the watch folder
-- takes for a hidden or scored one. What is too long keeps its beginning and gets a checksum.
local function file_name(name, most)
    local made = string.gsub(name, "[%z\1-\31\127/\\:*?\"<>|]", "_")
    made = string.gsub(made, "%.(v2a[-.])", "_%1")
    made = string.gsub(string.gsub(made, "^[%. ]+", ""), "^~%$", "_$")
    if #made > most then
        local sum = 0
        for place = 1, #made do
            sum = (sum * 31 + string.byte(made, place)) % 65536
        end
        made = beginning(made, most - 5) .. string.format("~%04x", sum)
    end
    made = string.gsub(made, "[%. ]+$", "")
    if RESERVED[string.upper(string.match(made, "^[^%.]*"))] then
        return "_" .. made
    end
    return made == "" and "_" or made
end

-- The name without an ending under which a timeline of this project is in the watch folder: two
-- projects may share the folder, and each has a "Timeline 1".
local function stem_of(timeline_name, project_name)
    local film = file_name(project_name, LONGEST_PROJECT)
    return file_name(timeline_name, LONGEST_TIMELINE) .. " (" .. film .. ")"
end

-- What stands at a path: "timeline" when it begins as one, "other", "unread" when only Resolve sees
-- it, or nil. Without io a file can still be compiled, which runs nothing: of what begins with a
-- brace the compiler says just that.
local function seen_at(path)
    local io, loadfile, bmd = global("io"), global("loadfile"), global("bmd")
    if io and io.open then
        local file = io.open(path, "rb")
        if file then
            local first = file:read(1)
            file:close()
            return first == "{" and "timeline" or "other"
        end
    elseif loadfile then
        local chunk, problem = loadfile(path)
        if chunk or not string.find(problem, "cannot open", 1, true) then
            local brace = not chunk and string.find(problem, "near '{'", 1, true)
            return brace and "timeline" or "other"
        end
    end
    -- Lua's own functions may not find every name there.
    return is_windows() and bmd and attempt(bmd.fileexists, path) and "unread" or nil
end

local function resolve_handle()
    local handle, bmd = global("resolve"), global("bmd")
    for _, name in ipairs({ "app", "fusion", "fu" }) do
        local app = global(name)
        handle = handle or app and attempt(function()
            return app:GetResolve()
        end)
    end
    return handle or bmd and attempt(bmd.scriptapp, "Resolve")
end

-- The value is a number of the live handle: its name instead would be refused without a word.
local function kind_of_otio(resolve)
    local kind = attempt(function()
        return resolve.EXPORT_OTIO
    end)
    if not kind then
        local version = attempt(function()
            return resolve:GetVersionString()
        end)
        stop(
            "this Resolve does not know OpenTimelineIO.",
            "it is version " .. (version or "unknown") .. "; that needs 18.5.",
            "update Resolve."
        )
    end
    return kind
end

-- Resolve, the open project and the number of the format.
local function opened()
    local resolve = resolve_handle()
    if not resolve then
        stop(
            "Resolve was not found.",
            "the script runs outside of it.",
            "start it from Workspace > Scripts in DaVinci Resolve."
        )
    end
    local manager = resolve:GetProjectManager()
    local project = manager and manager:GetCurrentProject()
    if not project then
        stop("no project is open.", "Resolve names none.", "open one, then run the script again.")
    end
    pool = project:GetMediaPool()
    if WATCH == "" then
        stop(
            "this script does not know its watch folder.",
            "nobody has installed it: it was copied by hand.",
            "run 'otio-v2a resolve install' in a terminal, then the script again."
        )
    end
    return resolve, project, kind_of_otio(resolve)
end

-- Do it; whatever stops it is said, with the reason and what to do.
local function run(main)
    local ok, problem = pcall(main)
    if ok then
        return
    end
    if type(problem) ~= "table" then
        problem = {
            title = "the script stumbled.",
            why = tostring(problem),
            fix = "run 'otio-v2a resolve install' in a terminal; if it stays, report this.",
        }
    end
    local title, why, fix = problem.title, problem.why, problem.fix
    say(title .. " Next: " .. fix, { title, "Why: " .. why, "Next: " .. fix })
end

-- Its own.

-- Export a timeline. What Resolve returns is only told: what counts is what stands there.
local function exported(timeline, path, resolve, otio)
    local none = attempt(function()
        return resolve.EXPORT_NONE
    end)
    local _, returned = pcall(function()
        return timeline:Export(path, otio, none)
    end)
    local seen = seen_at(path)
    if seen == "timeline" or seen == "unread" then
        return
    end
    local os = global("os")
    if seen and os and os.remove then
        os.remove(path)
    end
    local found = seen and "what stood there was no timeline" or "nothing can be opened there"
    stop(
        "'" .. timeline:GetName() .. "' was not exported.",
        "Resolve answered '" .. tostring(returned) .. "', and " .. found .. ": '" .. path .. "'.",
        "see that the folder '" .. inside("in") .. "' is there (is its share connected?), that you"
            .. " may write to it and that its disk is not full. Then run the script again."
    )
end

-- Rename, over what may stand there, which Windows refuses.
local function moved(first, final, os)
    local function rename()
        return (os.rename(first, final))
    end
    return attempt(rename) or attempt(os.remove, final) and attempt(rename)
end

-- Put the timeline into the watch folder: where this Lua can rename, under a hidden name until it
-- is whole; else in place, where the watch folder waits until it is at rest.
local function sent(timeline, final, resolve, otio)
    local os = global("os")
    local plain = not (is_windows() and string.find(final, "[\128-\255]"))
    if os and os.rename and plain then
        local first = inside("in/.v2a-" .. os.time() .. ".otio")
        exported(timeline, first, resolve, otio)
        if moved(first, final, os) then
            return
        end
        attempt(os.remove, first)
    end
    -- What stands there already could not be told from what is exported now.
    if seen_at(final) then
        stop(
            "'" .. timeline:GetName() .. "' was not sent again.",
            "the last one still waits: '" .. final .. "'.",
            "see that 'otio-v2a watch' runs for '" .. WATCH .. "'. To send this one instead, delete"
                .. " that file first."
        )
    end
    exported(timeline, final, resolve, otio)
end

run(function()
    local resolve, project, otio = opened()
    local timeline = project:GetCurrentTimeline()
    if not timeline then
        stop(
            "no timeline is open.",
            "the project has none, or none is chosen.",
            "open the timeline that is to be scored, then run the script again."
        )
    end
    local name = timeline:GetName()
    local final = inside("in/" .. stem_of(name, project:GetName()) .. ".otio")
    sent(timeline, final, resolve, otio)
    local title = "'" .. name .. "' was sent to be scored."
    say(title .. " When it is, run V2A Import.", {
        title,
        "There: '" .. final .. "', until 'otio-v2a watch' takes it.",
        "Next: run Workspace > Scripts > V2A Import. It imports the result, or says how it stands.",
    })
end)
