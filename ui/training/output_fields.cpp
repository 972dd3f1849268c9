// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/internal/output_fields.h"

#include "core/package/model_package.h"
#include "ui/jobs/training_job.h"
#include "ui/model/installed_models.h"
#include "ui/widgets/file_dialogs.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/sentence_list.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString folderNameOf(const QString& name)
{
    static const QRegularExpression unusual(u"[^\\w.-]+"_s);
    QString folder = name.trimmed();
    return folder.replace(unusual, u"-"_s);
}

/// The stem, with a number behind it if there is a model of that name. An interrupted training
/// keeps its name, so that it can go on.
QString freeName(const QString& stem)
{
    QString name = stem;
    const QDir models(userModelsDir());
    for (int number = 2; models.exists(name); ++number)
        name = u"%1-%2"_s.arg(stem).arg(number);
    return name;
}

} // namespace

OutputFields::OutputFields(QWidget* parent)
    : QWidget(parent), m_name(new QLineEdit(this)), m_folder(new QLineEdit(this)),
      m_problems(new SentenceList(tr("Problems of the folder"), this))
{
    setAccessibleName(tr("Model"));
    m_name->setAccessibleName(tr("Name of the model"));
    m_folder->setAccessibleName(tr("Folder of the model"));
    auto* choose = makeButton(tr("C&hoose…"), nullptr, this);
    choose->setAccessibleName(tr("Choose the folder of the model"));
    auto* folderRow = new QHBoxLayout;
    folderRow->setSpacing(spacing::medium);
    folderRow->addWidget(m_folder, 1);
    folderRow->addWidget(choose);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(spacing::large);
    form->setVerticalSpacing(spacing::medium);
    form->addRow(makeTextLabel(tr("The new model"), "heading", this));
    form->addRow(makeCaption(tr("Name"), m_name, this), m_name);
    form->addRow(makeCaption(tr("Folder"), m_folder, this), folderRow);
    form->addRow(m_problems);

    connect(m_name, &QLineEdit::textEdited, this, [this] {
        m_nameIsOwn = true;
        setName(m_name->text());
    });
    connect(m_folder, &QLineEdit::textEdited, this, [this] {
        m_folderIsOwn = true;
        look();
    });
    connect(choose, &QPushButton::clicked, this, &OutputFields::chooseFolder);
}

void OutputFields::suggest(const QString& dataFolder, const QString& recipe)
{
    if (m_nameIsOwn)
        return;
    const QString stem = folderNameOf(QDir(dataFolder).dirName() + u'-' + recipe);
    if (m_name->text().isEmpty())
        showName(stem);
    m_naming.start([stem](const CancelToken&) { return freeName(stem); },
                   [this](const QString& name) {
                       if (!m_nameIsOwn)
                           showName(name);
                   });
}

void OutputFields::setName(const QString& name)
{
    m_naming.cancel();
    showName(name);
}

void OutputFields::keepName()
{
    m_naming.cancel();
}

void OutputFields::showName(const QString& name)
{
    if (m_name->text() != name)
        m_name->setText(name);
    if (!m_folderIsOwn)
        m_folder->setText(QDir(userModelsDir()).filePath(folderNameOf(name)));
    look();
}

void OutputFields::setFolder(const QString& folder)
{
    m_folderIsOwn = true;
    m_folder->setText(folder);
    look();
}

QString OutputFields::name() const
{
    return m_name->text().trimmed();
}

QString OutputFields::folder() const
{
    return QDir::cleanPath(QFileInfo(m_folder->text()).absoluteFilePath());
}

QString OutputFields::problem() const
{
    if (name().isEmpty())
        return tr("The model needs a name.");
    if (m_folder->text().trimmed().isEmpty())
        return tr("The model needs a folder.");
    return m_found.problem;
}

OutputFields::Found OutputFields::found(const QString& folder)
{
    Found found;
    if (const auto target = checkPackageTarget(folder, Existing::Replace); !target)
        found.problem = target.error().message;
    found.hasModel = found.problem.isEmpty() && !checkPackageTarget(folder, Existing::Keep);
    found.hasCheckpoint = QFileInfo::exists(checkpointFileOf(folder));
    return found;
}

void OutputFields::look()
{
    showProblems();
    m_looking.start([folder = folder()](const CancelToken&) { return found(folder); },
                    [this](const Found& found) {
                        const bool isNews = !(found == m_found);
                        m_found = found;
                        if (isNews)
                            showProblems();
                    });
}

void OutputFields::showProblems()
{
    m_problems->clear();
    if (const QString reason = problem(); !reason.isEmpty())
        m_problems->addError(reason);
    else if (m_found.hasModel)
        m_problems->addWarning(
            tr("There is a model in this folder already. It gives way when the new one is ready; "
               "CCAD asks before it starts."));
    Q_EMIT changed();
}

void OutputFields::chooseFolder()
{
    auto* dialog = openFolderDialog(this, tr("Choose a Folder for the Model"), folder());
    connect(dialog, &QFileDialog::fileSelected, this, &OutputFields::setFolder);
}

} // namespace ccad
