// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/output_fields.h"

#include "core/model/model_package.h"
#include "ui/model/installed_models.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/sentence_list.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QDir>
#include <QFileDialog>
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
        check();
    });
    connect(choose, &QPushButton::clicked, this, &OutputFields::chooseFolder);
}

void OutputFields::suggest(const QString& datasetPath, const QString& recipe)
{
    if (m_nameIsOwn)
        return;
    const QFileInfo info(datasetPath);
    const QString source = info.isDir() ? info.fileName() : info.dir().dirName();
    const QString stem = folderNameOf(source + u'-' + recipe);
    QString name = stem;
    const QDir models(userModelsDir());
    // An interrupted training keeps its name, so that it can go on.
    for (int number = 2; models.exists(name); ++number)
        name = u"%1-%2"_s.arg(stem).arg(number);
    setName(name);
}

void OutputFields::setName(const QString& name)
{
    if (m_name->text() != name)
        m_name->setText(name);
    if (!m_folderIsOwn)
        m_folder->setText(QDir(userModelsDir()).filePath(folderNameOf(name)));
    check();
}

void OutputFields::setFolder(const QString& folder)
{
    m_folderIsOwn = true;
    m_folder->setText(folder);
    check();
}

QString OutputFields::name() const
{
    return m_name->text().trimmed();
}

QString OutputFields::folder() const
{
    return QDir::cleanPath(QFileInfo(m_folder->text()).absoluteFilePath());
}

void OutputFields::check()
{
    m_problems->clear();
    m_problem.clear();
    m_replaces = false;
    if (name().isEmpty()) {
        m_problem = tr("The model needs a name.");
    } else if (m_folder->text().trimmed().isEmpty()) {
        m_problem = tr("The model needs a folder.");
    } else if (const auto target = checkPackageTarget(folder(), Existing::Replace); !target) {
        m_problem = target.error().message;
    } else if (const auto free = checkPackageTarget(folder(), Existing::Keep); !free) {
        m_replaces = true;
        m_problems->addWarning(
            tr("There is a model in this folder already. It gives way when the new one is ready; "
               "CCAD asks before it starts."));
    }
    if (!m_problem.isEmpty())
        m_problems->addError(m_problem);
    Q_EMIT changed();
}

void OutputFields::chooseFolder()
{
    auto* dialog = new QFileDialog(this, tr("Choose a Folder for the Model"), folder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, &OutputFields::setFolder);
    dialog->open();
}

} // namespace ccad
