-- SPDX-License-Identifier: GPL-3.0-or-later
-- Routes chest films that Orthanc stores to the node of CCAD (the modality "ccad") and leaves CCAD's
-- own results alone. A film that cannot be sent is tried again until it can. Where Orthanc was killed,
-- films that came since all was last known to be sent are sent again: the node recognises those that
-- it has had. Needs ConcurrentJobs above 1, and a folder that Orthanc may write to.

local modality = 'ccad'
local marker = (os.getenv('CCAD_ROUTED') or '/var/lib/orthanc/ccad-routed') -- up to which change all is sent
local loadSize = 50 -- films of one job
local jobs = {}     -- what each unfinished job sends
local waiting = {}  -- films whose job failed
local isRetrying = false

local function isForCcad(tags)
   local body = string.upper(tags['BodyPartExamined'] or '')
   return (tags['Modality'] == 'CR' or tags['Modality'] == 'DX')
      and (body == '' or body == 'CHEST')
      and tags['Manufacturer'] ~= 'CCAD'
end

local function send(instances)
   local answer = RestApiPost('/modalities/' .. modality .. '/store',
                              DumpJson({ Resources = instances, Asynchronous = true }))
   local job = answer and ParseJson(answer)
   if job and job['ID'] then
      jobs[job['ID']] = instances
   end
end

local function isIdle()
   return next(jobs) == nil and #waiting == 0
end

-- The number of the newest change that Orthanc remembers.
local function lastChange()
   return ParseJson(RestApiGet('/changes?last'))['Last']
end

local function remember()
   local file = io.open(marker .. '.new', 'w')
   if file then
      file:write(lastChange())
      file:close()
      os.rename(marker .. '.new', marker)
   end
end

local function tryWaiting()
   isRetrying = true
   local load = {}
   while #waiting > 0 and #load < loadSize do
      table.insert(load, table.remove(waiting))
   end
   send(load)
end

function OnStoredInstance(instance, tags)
   if isForCcad(tags) then
      send({ instance })
   end
end

function OnJobSuccess(id)
   if jobs[id] == nil then
      return
   end
   jobs[id] = nil
   isRetrying = false
   if #waiting > 0 then
      tryWaiting()
   elseif isIdle() then
      remember()
   end
end

function OnJobFailure(id)
   local instances = jobs[id]
   if instances == nil then
      return
   end
   jobs[id] = nil
   local isOfRetry = #instances > 1 or isRetrying
   for _, instance in ipairs(instances) do
      table.insert(waiting, instance)
   end
   if not isRetrying or isOfRetry then
      os.execute('sleep 0.2') -- the node is away: no faster than this
      tryWaiting()
   end
end

function Initialize()
   local file = io.open(marker, 'r')
   local since = file and tonumber(file:read('*l') or '') or 0
   if file then
      file:close()
   end
   repeat
      local page = ParseJson(RestApiGet('/changes?limit=1000&since=' .. string.format('%d', since)))
      for _, change in ipairs(page['Changes']) do
         if change['ChangeType'] == 'NewInstance' then
            local tags = RestApiGet('/instances/' .. change['ID'] .. '/simplified-tags')
            if tags and isForCcad(ParseJson(tags)) then
               table.insert(waiting, change['ID'])
            end
         end
      end
      since = page['Last']
   until page['Done']
   if #waiting > 0 then
      tryWaiting()
   end
end
