// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/archive/internal/archive_runs.h"

#include "core/archives/archive_client.h"
#include "ui/jobs/shown_path.h"

#include <QDateTime>
#include <QDir>
#include <QSet>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// By time, as journals are: no name of a folder tells of a patient.
Result<StagingFolder> newFolder(const QString& root)
{
    const auto parent = StagingFolder::open(root);
    if (!parent)
        return parent.error();
    const QString name = QDateTime::currentDateTime().toString(u"yyyy-MM-dd_HH-mm-ss-zzz"_s);
    return StagingFolder::open(QDir(root).filePath(name));
}

void add(Retrieved& all, const Retrieval& came, const QString& title)
{
    int number = 0;
    for (const ReceivedObject& object : came.objects) {
        all.files << object.path;
        // On the disk it has a name at random; on screen it goes with the patient's text.
        rememberShownPath(object.path, u"%1 (%2)"_s.arg(title).arg(++number));
    }
    all.failed += came.failed;
    for (const QString& problem : came.problems)
        if (!all.problems.contains(problem))
            all.problems << problem;
}

/// A retrieval that ends early does not tell what had come by then; the folder does.
void addWhatIsThere(Retrieved& all)
{
    const QDir folder(all.folder);
    for (const QString& name : folder.entryList({u"*.dcm"_s}, QDir::Files, QDir::Name))
        if (const QString path = folder.filePath(name); !all.files.contains(path))
            all.files << path;
}

} // namespace

Result<QueryAnswer> findStudies(const Node& node, const std::vector<Query>& queries,
                                const NetworkLimits& limits, const Progress& progress,
                                const CancelToken& cancel)
{
    QueryAnswer all;
    QSet<QString> known;
    for (const Query& query : queries) {
        auto answer = archives::find(node, query, limits, progress, cancel);
        if (!answer)
            return answer;
        all.isCut = all.isCut || answer->isCut;
        for (QueryMatch& match : answer->matches) {
            const QString uid = match.text(attribute::studyUid);
            if (known.contains(uid))
                continue;
            known.insert(uid);
            all.matches.push_back(std::move(match));
        }
    }
    const auto most = size_t(limits.mostMatches);
    if (all.matches.size() > most) {
        all.matches.resize(most);
        all.isCut = true;
    }
    return all;
}

Result<Retrieved> retrieve(const RetrievalOrder& order,
                           const std::function<void(ArchiveStep)>& step, const CancelToken& cancel)
{
    const auto folder = newFolder(order.root);
    if (!folder)
        return folder.error();
    Retrieved all;
    all.folder = folder->path();
    for (const WantedObjects& wanted : order.wanted) {
        const qint64 before = all.files.size();
        const auto came = archives::get(
            order.node, wanted.query, *folder, order.limits,
            [&](qint64 done, qint64 total, const QString&) {
                step({before + done, order.wanted.size() == 1 ? total : 0});
            },
            cancel);
        if (!came) {
            all.stop = came.error();
            break;
        }
        add(all, *came, wanted.title);
    }
    addWhatIsThere(all);
    if (all.files.isEmpty())
        (void)QDir().rmdir(all.folder);
    return all;
}

} // namespace ccad
