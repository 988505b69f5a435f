-- A small DaVinci Resolve, and the two kinds of Lua that a script may run in.
--
-- Source: Resolve fact sheet sections 4, 7, 8, 11 and 14; what the menu of free 21.1 has and has not
-- was published by github.com/saadk408/davinci-resolve-lua-mcp. Methods are called with a colon and
-- the right number of arguments, or raise; what a scene says may lie.

local open, remove = io.open, os.remove
local calls, printed = {}, {}

-- What stands on the disk under names that Lua's own functions do not find.
local unseen = {}

-- An object whose methods are { least, most, function }; every call is kept.
local function object(class, methods)
    local made = {}
    for name, method in pairs(methods) do
        local least, most, body = method[1], method[2], method[3]
        made[name] = function(self, ...)
            local count = select("#", ...)
            assert(self == made, class .. "." .. name .. " is called with a colon")
            assert(count >= least and count <= most, class .. "." .. name .. " takes another number")
            calls[#calls + 1] = { class .. "." .. name, ... }
            return body(...)
        end
    end
    return made
end

-- Lists of Resolve carry a flag of its own.
local function list(values)
    local made = { __flags = 4194304 }
    for index, value in ipairs(values) do
        made[index] = value
    end
    return made
end

local function read(path)
    local file = open(path, "rb")
    local text = file and file:read("*a")
    if file then
        file:close()
    end
    return text
end

local function write(path, text)
    local file = assert(open(path, "wb"))
    file:write(text)
    file:close()
end

local function a_timeline(scene, name)
    local function export(path, kind, subtype)
        if scene.export == "raises" then
            error("Resolve is busy", 0)
        end
        if scene.export == "unseen" then
            unseen[path] = true
            return true
        end
        if scene.export == "false" or kind ~= scene.otio or subtype ~= -1 or not open(path, "wb") then
            return false
        end
        local text = ({ nothing = false, empty = "", other = "<xmeml/>" })[scene.export]
        if text == false then
            remove(path)
        else
            write(path, text or scene.text)
        end
        return true
    end
    return object("Timeline", {
        GetName = { 0, 0, function()
            return name
        end },
        Export = { 2, 3, export },
    })
end

local function a_folder(name)
    local clips, folders = {}, {}
    local made = object("Folder", {
        GetName = { 0, 0, function()
            return name
        end },
        GetClipList = { 0, 0, function()
            return list(clips)
        end },
        GetSubFolderList = { 0, 0, function()
            return list(folders)
        end },
    })
    return made, clips, folders
end

local function a_project(scene)
    local timelines, taken = {}, {}
    for index, name in ipairs(scene.timelines) do
        timelines[index], taken[name] = a_timeline(scene, name), true
    end
    local root, _, bins = a_folder("Master")
    local current, clips_of = root, {}
    local function add_bin(_, name)
        local made, clips = a_folder(name)
        clips_of[made] = clips
        clips[1] = name == scene.full and "a clip" or nil
        bins[#bins + 1] = made
        current = made
        return made
    end
    for _, name in ipairs(scene.bins) do
        add_bin(root, name)
    end
    current = scene.in_last_bin and current or root
    local function delete_bins(doomed)
        for _, one in ipairs(doomed) do
            for index, bin in ipairs(bins) do
                if bin == one then
                    table.remove(bins, index)
                    break
                end
            end
        end
        return true
    end
    local function import(path, options)
        local name = options and options.timelineName
        if scene.import == "raises" then
            error("Resolve is busy", 0)
        end
        local refused = scene.import == "nil" or scene.project == "Untitled Project"
        if refused or not name or taken[name] or not string.find(read(path) or "", "^{") then
            return nil
        end
        taken[name] = true
        timelines[#timelines + 1] = a_timeline(scene, name)
        if clips_of[current] then
            table.insert(clips_of[current], name)
        end
        return scene.import ~= "quiet" and timelines[#timelines] or nil
    end
    local pool = object("MediaPool", {
        GetRootFolder = { 0, 0, function()
            return root
        end },
        GetCurrentFolder = { 0, 0, function()
            return current
        end },
        SetCurrentFolder = { 1, 1, function(bin)
            current = bin
            return true
        end },
        AddSubFolder = { 2, 2, add_bin },
        DeleteFolders = { 1, 1, delete_bins },
        ImportTimelineFromFile = { 1, 2, import },
    })
    local function names(of)
        local found = {}
        for index, one in ipairs(of) do
            found[index] = one:GetName()
        end
        return found
    end
    scene.names = function()
        return names(timelines)
    end
    scene.bin_names = function()
        return names(bins)
    end
    scene.current_bin = function()
        return current:GetName()
    end
    return object("Project", {
        GetName = { 0, 0, function()
            return scene.project
        end },
        GetMediaPool = { 0, 0, function()
            return pool
        end },
        GetCurrentTimeline = { 0, 0, function()
            return timelines[scene.current]
        end },
        GetTimelineCount = { 0, 0, function()
            return #timelines
        end },
        GetTimelineByIndex = { 1, 1, function(index)
            return timelines[index]
        end },
    })
end

local function a_resolve(scene)
    local project = scene.project and a_project(scene) or nil
    local manager = object("ProjectManager", {
        GetCurrentProject = { 0, 0, function()
            return project
        end },
    })
    local made = object("Resolve", {
        GetProjectManager = { 0, 0, function()
            return manager
        end },
        GetVersionString = { 0, 0, function()
            return scene.version
        end },
    })
    made.EXPORT_OTIO, made.EXPORT_NONE = scene.otio, -1
    return made
end

-- The globals under which Resolve may be found; a scene says under which it is.
local function globals_of(scene)
    local resolve = a_resolve(scene)
    local function host()
        return object("Fusion", {
            GetResolve = { 0, 0, function()
                return resolve
            end },
        })
    end
    local bmd = {
        fileexists = function(path)
            return unseen[path] or read(path) ~= nil
        end,
    }
    local under = scene.under
    if under == "bmd" then
        bmd.scriptapp = function(name)
            return name == "Resolve" and resolve or nil
        end
    end
    return {
        resolve = under == "resolve" and resolve or nil,
        app = under == "app" and host() or nil,
        fusion = under == "fusion" and host() or nil,
        fu = under == "fu" and host() or nil,
        bmd = bmd,
    }
end

-- What the menu's Lua in free 21.1 is left with; _G hides what Resolve puts there.
local function as_the_menu(found)
    local kept = {}
    for _, name in ipairs({ "clock", "date", "difftime", "getenv", "time", "tmpname" }) do
        kept[name] = os[name]
    end
    for _, name in ipairs({ "io", "require", "package", "ffi", "debug" }) do
        rawset(_G, name, nil)
    end
    rawset(_G, "os", kept)
    setmetatable(_G, { __index = found })
end

-- What a script's own process has, without what the fact sheet forbids to rely on.
local function as_a_process(found)
    for name, value in pairs(found) do
        rawset(_G, name, value)
    end
    for _, name in ipairs({ "require", "package", "ffi" }) do
        rawset(_G, name, nil)
    end
    os.execute, io.popen = nil, nil
end

-- Make a host of a scene; what a script does there is told by the functions it returns.
return function(scene)
    local load_script, run_protected = loadstring, pcall
    local found = globals_of(scene)
    rawset(_G, "print", nil)
    if not scene.silent then
        rawset(_G, "print", function(line)
            printed[#printed + 1] = line
        end)
    end
    if scene.host == "menu" then
        as_the_menu(found)
    else
        as_a_process(found)
    end
    return {
        choose = function(source, name)
            calls, printed = {}, {}
            local chunk = assert(load_script(source, "=" .. name))
            local ok, problem = run_protected(chunk)
            return ok, problem
        end,
        printed = function()
            return printed
        end,
        calls = function()
            return calls
        end,
    }
end
