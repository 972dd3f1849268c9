// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/shared_uids.h"

#include "core/isolation/decoding_service.h"
#include "core/worklist/film_identities.h"

#include <vector>

namespace ccad {

SharedUids::Found SharedUids::lookAt(const QStringList& paths, QHash<QString, QString> uids,
                                     const CancelToken& cancel)
{
    Found found;
    QHash<QString, std::vector<NamedFile>> filesOfUid;
    for (const QString& path : paths) {
        if (cancel.isCancelled())
            return found;
        if (!uids.contains(path)) {
            const auto head = decoding().filmHead(path, cancel);
            uids.insert(path, head ? head->sopInstanceUid : QString());
        }
        const QString uid = uids.value(path);
        found.uids.insert(path, uid);
        if (!uid.isEmpty())
            filesOfUid[uid].push_back({path, path, {}});
    }
    ReadSize withHash;
    withHash.withHash = true;
    for (const std::vector<NamedFile>& files : filesOfUid) {
        FilmIdentities films;
        const std::vector<FilmIdentity> known = files.size() > 1
            ? films.addUntilTwoDiffer(files, withHash, cancel)
            : std::vector<FilmIdentity>();
        for (std::size_t i = 0; i < files.size(); ++i) {
            FilmIdentity film = i < known.size() ? known[i] : FilmIdentity();
            film.uid = found.uids.value(files[i].path);
            if (const QString other = films.otherOfUid(film); films.counts().sharedUids > 0)
                found.others.insert(files[i].path, other);
        }
    }
    return found;
}

void SharedUids::look(const QStringList& paths)
{
    m_looking.start([paths, uids = m_found.uids](
                        const CancelToken& cancel) { return lookAt(paths, uids, cancel); },
                    [this](Found found) {
                        const bool isOther = found.others != m_found.others;
                        m_found = std::move(found);
                        if (isOther)
                            Q_EMIT changed();
                    });
}

} // namespace ccad
