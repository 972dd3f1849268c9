// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/named_files.h"

#include "core/base/scratch_folder.h"
#include "core/intake/intake.h"

using namespace Qt::StringLiterals;

namespace ccad {

Result<NamedFiles> namedFiles(const QStringList& paths, const QString& unpackFolder,
                              const CancelToken& cancel, const QStringList& leaveOut)
{
    NamedFiles found;
    const QByteArray token = ScratchFolder::newToken();
    for (const QString& path : paths) {
        if (!standsForFiles(path)) {
            found.files.push_back({path, path, {}});
            continue;
        }
        const std::size_t before = found.files.size();
        const auto add = [&](const IntakeEntry& entry) -> Result<void> {
            // As it was asked for, so that a sentence on the file names it so.
            const bool isMember = !entry.archive.path.isEmpty();
            found.files.push_back({entry.file, isMember ? entry.path : entry.file, entry.problem});
            return {};
        };
        IntakeRequest request;
        request.paths = {path};
        request.unpackFolder = unpackFolder;
        request.unpackToken = token;
        request.leaveOut = leaveOut;
        const auto taken = takeIn(request, add, cancel);
        if (!taken)
            return taken.error();
        found.companions += *taken;
        if (found.files.size() == before)
            found.files.push_back(
                {path, path,
                 Error{ErrorCode::FileNotFound, u"There are no studies in %1."_s.arg(path), path}});
    }
    return found;
}

} // namespace ccad
