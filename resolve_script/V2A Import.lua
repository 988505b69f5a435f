-- V2A Import, of otio-v2a: brings the newest result of the watch folder as a new timeline.
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

local STATES = { held = "waits for a yes", failed = "failed", partial = "is scored in part" }

-- What has ended, newest last: the watch folder's list, which is Lua because there may be nothing
-- but loadfile to read it with. It has no globals but `ended`: it can tell, and do nothing else.
local function ended()
    local found = {}
    local path = inside(".state/ended.lua")
    local loadfile, setfenv = global("loadfile"), global("setfenv")
    -- The mode keeps LuaJIT from compiled code, which nobody checks.
    local chunk, problem = nil, "this Lua reads no files"
    if loadfile and setfenv then
        chunk, problem = loadfile(path, "t")
    end
    if not chunk then
        stop(
            "nothing has come back yet.",
            "there is no list of results that can be read: " .. problem .. ".",
            "send a timeline with V2A Score; 'otio-v2a watch' must run for '" .. WATCH .. "'."
        )
    end
    setfenv(chunk, {
        ended = function(one)
            found[#found + 1] = one
        end,
    })
    pcall(chunk)
    return found
end

local function text(value)
    return type(value) == "string" and value or ""
end

-- The path of a result, its name and its number; nothing where the entry leads out of `done`.
local function result_of(one)
    local path = text(one.result)
    if string.sub(path, 1, 5) ~= "done/" or string.find(path, "%.%.[/\\]") then
        return nil
    end
    local stem, number = string.match(path, "([^/\\]+)%.v2a%-(%d+)%.otio$")
    return stem and path, stem, number
end

-- The names of the project's timelines, and under which stem each is in the watch folder.
local function timelines_of(project)
    local names, stems = {}, {}
    for index = 1, project:GetTimelineCount() do
        local timeline = project:GetTimelineByIndex(index)
        local name = timeline and timeline:GetName()
        if name then
            names[name] = true
            stems[stem_of(name, project:GetName())] = name
        end
    end
    return names, stems
end

-- What is known of this project's timelines, newest first: the last word on each, its last result,
-- and how many results are somebody else's. What is imported has the number of its result in its
-- name (Cut 01 - V2A 001): so the project tells that it is, and nothing has to be remembered.
local function known(entries, stems)
    local words, results, others = {}, {}, 0
    local heard, held = {}, {}
    for index = #entries, 1, -1 do
        local one = type(entries[index]) == "table" and entries[index] or {}
        local stem = string.match(text(one.name), "([^/]+)%.otio$")
        local name = stem and stems[stem]
        if name and not heard[name] then
            heard[name] = true
            words[#words + 1] = { name = name, one = one }
        end
        local path, origin, number = result_of(one)
        if path and name and not held[name] then
            held[name] = true
            local base = origin == stem and name or origin
            results[#results + 1] = { path = path, name = base .. " - V2A " .. number, one = one }
        end
        others = others + (path and not name and 1 or 0)
    end
    return words, results, others
end

-- A line for each timeline whose last try left something to do.
local function open_ends(words)
    local lines = {}
    for _, word in ipairs(words) do
        local how = text(word.one.how)
        if STATES[how] then
            local state = STATES[how] .. " (" .. text(word.one.at) .. "): "
            local said = text(word.one.said) .. " " .. text(word.one.next)
            lines[#lines + 1] = "'" .. word.name .. "' " .. state .. said
        end
    end
    return lines
end

-- Why there is nothing to import, a line a reason.
local function nothing_new(project, words, results, others)
    local lines = open_ends(words)
    local timeline = project:GetCurrentTimeline()
    local name = timeline and timeline:GetName()
    local waiting = name and inside("in/" .. stem_of(name, project:GetName()) .. ".otio")
    if waiting and seen_at(waiting) then
        lines[#lines + 1] = "'" .. name .. "' still waits to be taken: see that 'otio-v2a watch'"
            .. " runs for '" .. WATCH .. "'."
    end
    for _, result in ipairs(results) do
        lines[#lines + 1] = "'" .. result.name .. "' is in the project already. To import it again,"
            .. " rename that one."
    end
    if others > 0 then
        lines[#lines + 1] = "Results of other projects, or not sent with V2A Score: " .. others
            .. ", in '" .. inside("done") .. "'. File > Import > Timeline brings them in."
    end
    if #lines == 0 then
        lines[1] = "No timeline of this project has been scored. Send one with V2A Score."
    end
    return lines
end

-- Why a result was not imported, as far as can be told: Resolve gives no reason.
local function refused(result, path, project)
    local why = "Resolve refused '" .. path .. "' and gave no reason."
    local fix = "see that this machine finds the sounds where the timeline names them (path_maps in"
        .. " otio-v2a.toml). If it has Fusion titles, set audio_only = true there and import the"
        .. " second result by hand: File > Import > Timeline."
    if not seen_at(path) then
        why = "it cannot be opened: '" .. path .. "'."
        fix = "see that its share is connected and nobody has moved it, then run V2A Import again."
    elseif project:GetName() == "Untitled Project" then
        why = "a project that was never saved takes no timeline."
        fix = "save it under a name, then run V2A Import again."
    end
    stop("'" .. result.name .. "' was not imported.", why, fix)
end

local function imported(result, project)
    local path = inside(result.path)
    -- A bin of ours that is the current one would take the new timeline.
    attempt(leave_word)
    pcall(function()
        local options = { timelineName = result.name, importSourceClips = true }
        return pool:ImportTimelineFromFile(path, options)
    end)
    if not timelines_of(project)[result.name] then
        refused(result, path, project)
    end
end

run(function()
    local _, project = opened()
    local names, stems = timelines_of(project)
    local words, results, others = known(ended(), stems)
    local fresh = {}
    for _, result in ipairs(results) do
        if not names[result.name] then
            fresh[#fresh + 1] = result
        end
    end
    if #fresh == 0 then
        local lines = nothing_new(project, words, results, others)
        table.insert(lines, 1, "there is nothing new to import.")
        say(lines[1] .. " " .. lines[2], lines)
        return
    end
    imported(fresh[1], project)
    local lines = open_ends(words)
    if #fresh > 1 then
        lines[#lines + 1] = "More of this project's timelines are scored: run V2A Import again."
    end
    -- An import is seen by itself: the bin tells what is left to do.
    local left = lines[1]
    table.insert(lines, 1, "'" .. fresh[1].name .. "' is imported.")
    say(left, lines)
end)
